/** What a gateway shows whoever watches it. */
export const metricsOf = async (url: string): Promise<string> => await (await fetch(new URL('/metrics', url))).text()

/** One number of it that has no labels; `NaN` when it is not there. */
export const metricOf = async (url: string, name: string): Promise<number> =>
  Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await metricsOf(url))?.[1])
