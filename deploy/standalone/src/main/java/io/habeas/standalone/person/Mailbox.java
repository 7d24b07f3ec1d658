package io.habeas.standalone.person;

import io.habeas.standalone.Patience;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person's mail program: reads their letters by IMAP. */
public final class Mailbox {

  private final int port;
  private final String address;

  /**
   * @param port the mail server's, on this machine
   * @param address whose letters
   */
  public Mailbox(int port, String address) {
    this.port = port;
    this.address = address;
  }

  /**
   * Waits for the {@code number}-th letter, counted from 1.
   *
   * @throws IllegalStateException if it does not come in time
   */
  public Letter await(int number, Duration limit) {
    return Patience.until(
        limit,
        () ->
            Optional.of(letters())
                .filter(all -> all.size() >= number)
                .map(all -> all.get(number - 1)),
        () -> "Expected letter %d within %s but it did not come".formatted(number, limit));
  }

  /** All letters, in the order in which they came. */
  public List<Letter> letters() {
    Session session = Session.getInstance(new Properties());
    try (Store store = session.getStore("imap")) {
      store.connect("127.0.0.1", port, address, "any");
      List<Letter> letters = new ArrayList<>();
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_ONLY);
        for (Message message : inbox.getMessages()) {
          letters.add(new Letter(message.getSubject(), text(message).orElse("").strip()));
        }
      }
      return letters;
    } catch (MessagingException e) {
      throw new IllegalStateException("Expected to read letters but could not", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> text(Part part) throws MessagingException, IOException {
    if (part.isMimeType("text/plain")) {
      return Optional.of(part.getContent().toString());
    }
    if (part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        Optional<String> found = text(parts.getBodyPart(i));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A letter as it is read.
   *
   * @param subject its subject
   * @param text its plain text
   */
  public record Letter(String subject, String text) {
    private static final Pattern CODE = Pattern.compile("\\b(\\d{4}) ?(\\d{4})\\b");
    private static final Pattern LINK = Pattern.compile("/package#[0-9a-f-]{36}\\.([\\w-]+)");

    /**
     * The code that is in it.
     *
     * @throws IllegalStateException if there is none
     */
    public String code() {
      Matcher code = CODE.matcher(text);
      if (!code.find()) {
        throw new IllegalStateException("Expected a letter with a code but there is none in it");
      }
      return code.group(1) + code.group(2);
    }

    /**
     * The secret of the link that is in it.
     *
     * @throws IllegalStateException if there is none
     */
    public String linkSecret() {
      Matcher link = LINK.matcher(text);
      if (!link.find()) {
        throw new IllegalStateException("Expected a letter with a link but there is none in it");
      }
      return link.group(1);
    }
  }
}
