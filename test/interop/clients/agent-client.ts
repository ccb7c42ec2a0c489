/** Arguments as a model writes them. */
type Arguments = Readonly<Record<string, unknown>>

/** A client library, connected to a desk. */
interface ConnectedAgent extends AsyncDisposable {
  /** The names of the tools it offers its model, in the order it learned them. */
  menu(): Promise<readonly string[]>
  /** Calls a tool; gives every form in which this library, or hosts built on it, put the result before a model. */
  call(tool: string, args: Arguments): Promise<readonly string[]>
}

/** A client library that agents are built with. */
export interface AgentClient {
  readonly name: string
  /** Connects with a bearer token, as its documentation says. */
  connect(url: string, token: string): Promise<ConnectedAgent>
  /** It judges arguments by the advertised schema itself and never sends a `null` where a text is advertised. */
  readonly refusesNull?: true
}

/** The header a token travels in. */
export const bearer = (token: string): { readonly authorization: string } => ({ authorization: `Bearer ${token}` })
