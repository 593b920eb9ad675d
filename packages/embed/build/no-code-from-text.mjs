/**
 * A helper that four charts from npm carry to name a class at run time by compiling text. No one reads the name; without it
 * the charts run under a content security policy that lacks `'unsafe-eval'`.
 */
const namedClass =
  /new Function\(`return \(function \$\{[\w$]+\}\(\)\{ typeof this\.init === 'function' && this\.init\.apply\(this, \[\]\.slice\.call\(arguments\)\) \}\);`\)\(\)/g

const plainClass = "function(){typeof this.init==='function'&&this.init.apply(this,arguments)}"

/** Whether code compiles text, which policies of pages forbid. */
export const compilesText = (code) => /\bnew Function\(|(?<![\w$.])eval\(/.test(code)

/** Replaces what would compile text in the given code; all else stays as it is. */
export const withoutNamedClass = (code) => code.replace(namedClass, plainClass)

/**
 * A plugin of the bundler that takes code which compiles text out of charts.
 *
 * @throws {Error} when a chunk still has some: pages with a strict policy would lose what is in it
 */
export const noCodeFromText = () => ({
  name: 'no-code-from-text',
  transform: (code, id) =>
    /@nebula\.js\//.test(id) && compilesText(code) ? { code: withoutNamedClass(code), map: null } : null,
  generateBundle: (_, bundle) => {
    for (const { type, code, fileName } of Object.values(bundle)) {
      if (type === 'chunk' && compilesText(code)) throw new Error(`${fileName} compiles text to code`)
    }
  },
})
