package io.habeas.exportbuilder.export;

import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/** Where participants upload what they read out. */
@FunctionalInterface
public interface UploadAddresses {

  /** An address that takes the answer to one step and gives nothing back. Asks nobody. */
  UploadAddress of(UUID requestId, String participant, int step);

  /**
   * @param url lets whoever has it write there, and do nothing else
   * @param until after this it takes nothing any more
   */
  record UploadAddress(URI url, Instant until) {
    /** Leaves the signature out. */
    @Override
    public String toString() {
      return "UploadAddress[" + url.getHost() + ", until=" + until + "]";
    }
  }
}
