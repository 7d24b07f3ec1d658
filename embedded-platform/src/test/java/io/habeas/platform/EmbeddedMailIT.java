package io.habeas.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EmbeddedMailIT {

  @Test
  void shouldDeliverALetterToAnyAddress() throws Exception {
    try (EmbeddedMail mail = EmbeddedMail.start(new EmbeddedMail.Options(0, 0))) {
      // given
      Properties properties = new Properties();
      properties.setProperty("mail.smtp.host", mail.host());
      properties.setProperty("mail.smtp.port", Integer.toString(mail.smtpPort()));
      Session session = Session.getInstance(properties);
      MimeMessage letter = new MimeMessage(session);
      letter.setFrom("privacy@anyprompt.example");
      letter.setRecipient(Message.RecipientType.TO, new InternetAddress("ada@example.org"));
      letter.setSubject("Your code");
      letter.setText("12345678");

      // when
      Transport.send(letter);

      // then
      try (Store store = session.getStore("imap")) {
        store.connect(mail.host(), mail.imapPort(), "ada@example.org", "any");
        try (Folder inbox = store.getFolder("INBOX")) {
          inbox.open(Folder.READ_ONLY);
          assertThat(inbox.getMessages()).hasSize(1);
          assertThat(inbox.getMessage(1).getSubject()).isEqualTo("Your code");
          assertThat(inbox.getMessage(1).getContent().toString().trim()).isEqualTo("12345678");
        }
      }
    }
  }

  @Test
  void shouldSayThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedMail.start(new EmbeddedMail.Options(port, 0)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Expected port " + port + " to be free for mail (SMTP) but it is taken");
    }
  }
}
