package io.habeas.benchmarks;

import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Keeps what was measured for other programs to read. */
public final class ReportFile {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ReportFile() {}

  /**
   * Writes {@code report} as one JSON object with a key for each component.
   *
   * @param report a record
   * @throws tools.jackson.core.JacksonException if the file cannot be written
   */
  public static void write(Path file, Record report) {
    MAPPER.writeValue(file.toFile(), report);
  }
}
