package io.habeas.participant.export;

import io.habeas.schemas.part.RecipientKey;
import java.net.URI;
import java.time.Instant;

/**
 * Where a copy goes, and who alone can open it.
 *
 * @param recipient the request's public key
 * @param url where to PUT it, {@code http} or {@code https}
 * @param until after this the address takes nothing any more
 */
public record UploadTarget(RecipientKey recipient, URI url, Instant until) {
  public UploadTarget {
    if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
      throw new IllegalArgumentException("Expected an http or https address but got another");
    }
  }

  /** Names the host only: the address is a right to write. */
  @Override
  public String toString() {
    return "UploadTarget[" + url.getHost() + ", until=" + until + "]";
  }
}
