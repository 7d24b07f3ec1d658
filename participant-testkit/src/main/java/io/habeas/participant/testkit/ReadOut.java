package io.habeas.participant.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.participant.Counts;
import io.habeas.participant.RecordSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a small export has read out. */
final class ReadOut implements RecordSink {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, Long> records = new HashMap<>();
  private final List<String> lines = new ArrayList<>();

  @Override
  public void add(String collection, String json) {
    records.merge(collection, 1L, Long::sum);
    take(json);
  }

  @Override
  public void addMore(String collection, String json) {
    assertThat(records).containsKey(collection);
    take(json);
  }

  private void take(String json) {
    assertThat(json).doesNotContain("\n", "\r");
    assertThat(JSON.readTree(json).isObject()).isTrue();
    lines.add(json);
  }

  Counts records() {
    return new Counts(records);
  }

  /** Whether {@code text} is somewhere in it. */
  boolean tells(String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }
}
