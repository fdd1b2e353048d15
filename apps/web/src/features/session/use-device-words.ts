import { useCallback } from 'react'
import type { Device } from '@wheelhouse/shared-types'
import { useTranslations } from 'use-intl'

/** "Firefox on Linux", with words for what nobody can tell. */
export function useDeviceWords(): (device: Device) => string {
  const t = useTranslations('sessions')
  return useCallback(
    ({ browser, system }) =>
      browser !== null && system !== null
        ? t('device', { browser, system })
        : (browser ?? system ?? t('unknownDevice')),
    [t],
  )
}
