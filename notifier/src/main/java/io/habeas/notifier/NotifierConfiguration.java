package io.habeas.notifier;

import com.mongodb.reactivestreams.client.MongoClient;
import io.habeas.chassis.controller.Controller;
import io.habeas.chassis.health.Dependency;
import io.habeas.notifier.address.HttpVault;
import io.habeas.notifier.address.Vault;
import io.habeas.notifier.delivery.LetterDelivery;
import io.habeas.notifier.delivery.Outcomes;
import io.habeas.notifier.delivery.RetryPlan;
import io.habeas.notifier.letter.LetterWriter;
import io.habeas.notifier.mail.MailServer;
import io.habeas.notifier.mail.Post;
import io.habeas.notifier.mail.SmtpPost;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.web.client.RestClient;

/** The notifier's parts, apart from what connects it to Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotifierSettings.class)
class NotifierConfiguration {
  @Bean
  Vault vault(
      @Qualifier("serviceRestClientBuilder") RestClient.Builder clients,
      NotifierSettings settings) {
    return new HttpVault(clients.clone().baseUrl(settings.vaultUrl()).build());
  }

  @Bean
  Post post(
      JavaMailSenderImpl server, NotifierSettings settings, Controller controller, Clock clock) {
    return new SmtpPost(
        server, new SmtpPost.Sender(settings.from(), controller.name(), settings.replyTo()), clock);
  }

  @Bean
  Dependency mailServer(JavaMailSenderImpl server, Clock clock) {
    return new MailServer(server, clock);
  }

  @Bean(destroyMethod = "")
  LetterDelivery letterDelivery(
      MongoClient mongo,
      Vault vault,
      Controller controller,
      Post post,
      Outcomes outcomes,
      NotifierSettings settings,
      Clock clock,
      MeterRegistry meters) {
    return new LetterDelivery(
        new LetterDelivery.Surroundings(
            mongo.getDatabase(settings.database()),
            vault,
            new LetterWriter(controller, settings.packagePage()),
            post,
            outcomes,
            clock,
            meters),
        new LetterDelivery.Rules(
            Optional.ofNullable(settings.instanceId())
                .filter(id -> !id.isBlank())
                .orElseGet(() -> UUID.randomUUID().toString()),
            settings.from().substring(settings.from().lastIndexOf('@') + 1),
            new RetryPlan(settings.retry().pauses(), settings.retry().toldAfter()),
            settings.retry().lease(),
            settings.couriers(),
            settings.round().batch(),
            settings.round().every(),
            settings.retention(),
            settings.patience()));
  }

  @Bean
  SmartLifecycle letterDeliveryLifecycle(LetterDelivery delivery) {
    return new DeliveryLifecycle(delivery);
  }
}
