declare module 'saxen' {
  /** A parser of XML that calls back; the events that are used here. */
  export class Parser {
    on(event: 'openTag', tell: (name: string) => void): this
    on(event: 'closeTag', tell: (name: string) => void): this
    on(event: 'text', tell: (value: string, decode: (text: string) => string) => void): this
    on(event: 'cdata', tell: (value: string) => void): this
    on(event: 'error', tell: (error: Error) => void): this
    parse(xml: string): this
  }
}
