package io.habeas.intake;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header by which a caller says that two requests are one. */
public final class IdempotencyKey {
  /** Its name. */
  public static final String HEADER = "Idempotency-Key";

  /** RFC draft "Idempotency-Key" has a quoted string; most clients leave the quotes out. */
  private static final Pattern KEY = Pattern.compile("\"?([A-Za-z0-9._:~+/=-]{16,128})\"?");

  private IdempotencyKey() {}

  /**
   * The key, without quotes.
   *
   * @param header as it came; null for none
   * @throws org.springframework.web.ErrorResponseException 400 if there is none that will do
   */
  public static String wellFormed(@Nullable String header) {
    var matcher = KEY.matcher(header == null ? "" : header);
    if (!matcher.matches()) {
      throw Problem.IDEMPOTENCY_KEY_REQUIRED.asException();
    }
    return matcher.group(1);
  }
}
