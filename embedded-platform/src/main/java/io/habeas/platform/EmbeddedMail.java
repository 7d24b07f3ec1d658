package io.habeas.platform;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mail server that accepts a letter to any address and lets anybody read it: SMTP to send, IMAP
 * to read, with the address as user name and any password. Letters are kept in memory.
 */
public final class EmbeddedMail implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedMail.class);

  private final GreenMail server;

  private EmbeddedMail(GreenMail server) {
    this.server = server;
  }

  /**
   * Where the server listens.
   *
   * @param smtpPort the port for sending, 0 for any free one
   * @param imapPort the port for reading, 0 for any free one
   */
  public record Options(int smtpPort, int imapPort) {}

  /**
   * Starts the server.
   *
   * @throws IllegalStateException if a port is taken
   */
  public static EmbeddedMail start(Options options) {
    int smtp = Ports.choose("mail (SMTP)", options.smtpPort());
    int imap = Ports.choose("mail (IMAP)", options.imapPort());
    GreenMail server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(smtp, Ports.LOOPBACK, ServerSetup.PROTOCOL_SMTP),
              new ServerSetup(imap, Ports.LOOPBACK, ServerSetup.PROTOCOL_IMAP)
            });
    server.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
    server.start();
    log.info("Mail serves on ports {} (SMTP) and {} (IMAP)", smtp, imap);
    return new EmbeddedMail(server);
  }

  /** The host of both ports. */
  public String host() {
    return Ports.LOOPBACK;
  }

  /** Where to send. */
  public int smtpPort() {
    return server.getSmtp().getPort();
  }

  /** Where to read. */
  public int imapPort() {
    return server.getImap().getPort();
  }

  @Override
  public void close() {
    server.stop();
  }
}
