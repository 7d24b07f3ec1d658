package io.habeas.notifier.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Sends letters by SMTP: plain text and HTML as alternatives, in UTF-8, marked as written by a
 * machine (RFC 3834) so that no holiday notice answers them.
 */
public final class SmtpPost implements Post {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final JavaMailSender server;
  private final Sender sender;
  private final Clock clock;

  public SmtpPost(JavaMailSender server, Sender sender, Clock clock) {
    this.server = server;
    this.sender = sender;
    this.clock = clock;
  }

  /**
   * In whose name letters leave.
   *
   * @param address of the header {@code From}
   * @param name beside it
   * @param replyTo where answers go; null for {@code address}
   */
  public record Sender(String address, String name, @Nullable String replyTo) {
    public Sender {
      requireOneLine("name", name);
      parse("from", address);
      if (replyTo != null) {
        parse("reply-to", replyTo);
      }
    }

    private static InternetAddress parse(String what, String address) {
      return Addresses.parse(address)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "Expected one bare e-mail address as " + what + " but it is none"));
    }
  }

  @Override
  public Posting send(Mail mail) {
    Optional<InternetAddress> to = Addresses.parse(mail.to());
    if (to.isEmpty()) {
      return new Posting.AddressRefused();
    }
    MimeMessage message = server.createMimeMessage();
    try {
      write(message, mail, to.get());
    } catch (MessagingException | UnsupportedEncodingException e) {
      throw new IllegalStateException(
          "Expected a letter that can be written as MIME but got " + e.getClass().getSimpleName());
    }
    try {
      server.send(message);
      return new Posting.Accepted();
    } catch (MailSendException e) {
      return judge(e);
    } catch (MailException e) {
      return unavailable(e);
    }
  }

  private void write(MimeMessage message, Mail mail, InternetAddress to)
      throws MessagingException, UnsupportedEncodingException {
    message.setFrom(new InternetAddress(sender.address(), sender.name(), UTF_8));
    if (sender.replyTo() != null) {
      message.setReplyTo(new InternetAddress[] {new InternetAddress(sender.replyTo(), true)});
    }
    message.setRecipient(Message.RecipientType.TO, to);
    message.setSubject(requireOneLine("subject", mail.subject()), UTF_8);
    message.setSentDate(Date.from(clock.instant()));
    message.setHeader("Message-ID", "<" + requireOneLine("message id", mail.messageId()) + ">");
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Auto-Response-Suppress", "All");
    message.setHeader("Content-Language", mail.language().toLanguageTag());
    MimeBodyPart text = new MimeBodyPart();
    text.setText(mail.text(), UTF_8, "plain");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(mail.html(), UTF_8, "html");
    // RFC 2046 section 5.1.4: the richest form last.
    message.setContent(new MimeMultipart("alternative", text, html));
  }

  private static Posting judge(MailSendException failure) {
    if (failure.getFailedMessages().isEmpty()) {
      // Only taking leave of the server failed; it has the letter.
      return new Posting.Accepted();
    }
    return Stream.of(failure.getMessageExceptions())
        .flatMap(SmtpPost::causes)
        .map(SmtpPost::refusal)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> unavailable(failure));
  }

  private static Optional<Posting> refusal(Throwable cause) {
    return switch (cause) {
      case SMTPAddressFailedException rcpt
          when Refusal.ofTheAddress(rcpt.getReturnCode(), rcpt.getMessage()) ->
          Optional.of(new Posting.AddressRefused());
      default -> Optional.empty();
    };
  }

  private static Posting unavailable(MailException failure) {
    Stream<Throwable> parts =
        failure instanceof MailSendException send && send.getMessageExceptions().length > 0
            ? Stream.of(send.getMessageExceptions())
            : Stream.of(failure);
    Throwable last =
        parts.flatMap(SmtpPost::causes).reduce((earlier, later) -> later).orElse(failure);
    int code =
        switch (last) {
          case SMTPAddressFailedException rcpt -> rcpt.getReturnCode();
          case SMTPSenderFailedException from -> from.getReturnCode();
          case SMTPSendFailedException data -> data.getReturnCode();
          default -> -1;
        };
    return new Posting.Unavailable(last.getClass().getSimpleName(), code);
  }

  /** Jakarta Mail chains what happened along {@code nextException}, beside causes. */
  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(
        failure,
        java.util.Objects::nonNull,
        f -> f instanceof MessagingException m ? m.getNextException() : f.getCause());
  }

  private static String requireOneLine(String what, String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "Expected a " + what + " without control characters but it has some");
    }
    return text;
  }
}
