/** The expression of `topic-pattern`, which has to match a topic's whole name. Throws a SyntaxError for what is none. */
export function topicRegExp(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}
