/**
 * Words and phrases that passwords of sufficient length are made of most often, in lower case. Short ones are here since
 * digits and signs behind a word are not counted.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password passw0rd p@ssword p@ssw0rd passwort motdepasse contrasena contraseña wachtwoord
  passwordpassword password1password mypassword mypasswordis thisismypassword passphrase letmein letmeinplease letmeinnow
  welcome welcomehome welcometo welcomewelcome changeme changemenow changemeplease pleasechangeme default defaultpassword
  administrator admin adminadmin admin123admin rootroot rootpassword superuser sysadmin testtest testpassword testuser
  temporary temporarypassword temppassword secret secretsecret topsecret supersecret secretpassword
  qwerty qwertyuiop qwertyqwerty qwerty123qwerty qwertyuiopasdf qwertyuiop[] azerty azertyuiop qazwsx qazwsxedc qazwsxedcrfv
  1qaz2wsx 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsx zaq1zaq1zaq1 asdfgh asdfghjkl asdfasdfasdf zxcvbn zxcvbnm
  iloveyou iloveyousomuch iloveyouforever ilovemyself iloveyoubaby sunshine princess princesa football baseball basketball
  superman batman spiderman starwars pokemon monkey dragon master shadow michael jennifer michelle
  liverpool liverpoolfc manchester manchesterunited chelsea arsenal barcelona realmadrid juventus
  correcthorse correcthorsebatterystaple correct horse battery staple maytheforcebewithyou openthedoor opensesame
  whatever whateveryouwant nothing nothingness computer internet samsung google facebook
  understudy understudyunderstudy analytics dashboard companyname spring summer autumn winter
  january february march april june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday`
    .split(/\s+/)
    .concat([
      'correct horse battery staple',
      'may the force be with you',
      '123456789abc',
      'abc123456789',
      'a1b2c3d4e5f6',
    ]),
)
