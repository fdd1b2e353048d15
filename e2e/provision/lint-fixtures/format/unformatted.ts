export const quoted = "double quotes and a semicolon";
