package io.habeas.notifier;

import io.habeas.chassis.messaging.ServiceTopics;
import io.habeas.notifier.delivery.LetterDelivery;
import io.habeas.notifier.delivery.Outcomes;
import io.habeas.process.listener.OrderedListener;
import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topic;
import io.habeas.schemas.Topics;
import io.habeas.schemas.avro.NoticeRecord;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the notifier listens to and writes. */
@Configuration(proxyBeanMethods = false)
class MessagingConfiguration {
  private static final List<Topic<NoticeRecord>> NOTICES =
      List.of(Topics.notices(Topics.REQUEST_INTAKE), Topics.notices(Topics.IDENTITY_VERIFIER));

  @Bean
  ServiceTopics notifierTopics() {
    return new ServiceTopics(List.of(Topics.NOTICE_OUTCOMES), List.copyOf(NOTICES));
  }

  @Bean
  Outcomes outcomes(RecordPublisher publisher) {
    return outcome ->
        publisher.publish(Topics.NOTICE_OUTCOMES, outcome.getRequestId().toString(), outcome);
  }

  @Bean
  OrderedListener<NoticeRecord> notices(LetterDelivery delivery) {
    return new OrderedListener<>("notifier.notices", NOTICES, NoticeRecord.class, delivery::handle);
  }
}
