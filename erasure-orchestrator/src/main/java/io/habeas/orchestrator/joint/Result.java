package io.habeas.orchestrator.joint;

import io.habeas.protocol.locate.Holding;
import java.util.List;

/** What one participant did when it was asked to. */
public sealed interface Result {

  /**
   * It corrected what it holds (Art. 16; L18).
   *
   * @param corrected where the person's values stand now
   * @param supplemented beside what the person's statement stands now
   */
  record Rectified(List<Holding> corrected, List<Holding> supplemented) implements Result {
    public Rectified {
      corrected = List.copyOf(corrected);
      supplemented = List.copyOf(supplemented);
    }
  }

  /**
   * It restricts what it holds (Art. 18; L23).
   *
   * @param restricted what is stored there and nothing else
   */
  record Restricted(List<Holding> restricted) implements Result {
    public Restricted {
      restricted = List.copyOf(restricted);
    }
  }

  /** It cannot do such a thing at all. */
  record NotOffered() implements Result {}
}
