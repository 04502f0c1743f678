/** Shows a key or a value for people, whatever its schema. */
export interface RecordViewer {
  /**
   * The bytes as JSON text; undefined where they are none of the format's. What keeps them from being read, a schema that is not
   * to be had or bytes that are missing, rejects with an Error.
   */
  view(bytes: Uint8Array): Promise<string | undefined>;
}
