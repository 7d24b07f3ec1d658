package io.habeas.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoIT {

  @Test
  void shouldEraseOnePersonFromRequestToLetter() {
    try (HabeasProcess demo = HabeasProcess.run("demo")) {
      // when
      int exitCode = demo.exitCode();

      // then
      assertThat(demo.text()).contains("All of it holds").doesNotContain("[NO]");
      assertThat(exitCode).isZero();
    }
  }
}
