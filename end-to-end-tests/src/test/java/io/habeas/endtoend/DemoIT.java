package io.habeas.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  @TempDir Path results;

  @Test
  void shouldHandOneCopyOverAndEraseAnotherPersonFromRequestToLetter() {
    try (HabeasProcess demo = HabeasProcess.run("demo", "--results", results.toString())) {
      // when
      int exitCode = demo.exitCode();

      // then
      assertThat(demo.text()).contains("All of it holds").doesNotContain("[NO]");
      assertThat(exitCode).isZero();
      assertThat(results.resolve("package.zip")).isNotEmptyFile();
      assertThat(results.resolve("package/images/generated_images.jsonl")).isNotEmptyFile();
      assertThat(results.resolve("letters/access-3.txt")).content().contains("/package#");
      assertThat(results.resolve("letters/erasure-3.txt")).content().contains("Art. 17");
      assertThat(results.resolve("summary.txt")).content().contains("[ok]");
    }
  }
}
