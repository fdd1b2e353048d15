/**
 * What costs zxcvbn most of all that was tried: found by changing texts of l33t characters and
 * written-over words for as long as their scoring took longer.
 */
const COSTLY = [
  '{4{444{4@{(1(pr|n[37$({({{+{{x4{{$up3rm{n!n[3$$awe7[0m34.4(4((4{',
  '4@10z|1$h@d0wt8io40odra90m0nk3yb4{|@0@xc{s1{o@|44(2[<|9$lx',
  '44|({[12ma$+3r7$u!38m4n!{qi3r+e0l3+$h4d0w460n[z7123c5p4$$w0rdg0r',
  '8cup3<i!.pr|n[3$$v3~r4602m4n3+l3im3a$5r+y4n1|18%.712345$up3rm4no',
  '4@8({[<369&#|0$5+7%2(@$0!1',
]

/** `count` different ones of 256 characters, the greatest length that is taken. */
export function hostilePasswords(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const text = COSTLY[index % COSTLY.length]!
    const turn = Math.floor(index / COSTLY.length)
    return (text.slice(turn) + text.repeat(10)).slice(0, 256)
  })
}
