package io.habeas.intake.view;

import static io.habeas.intake.view.ProjectedTopics.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.intake.register.Letters;
import io.habeas.intake.view.RequestView.Decisions.OnRecipient;
import io.habeas.intake.view.RequestView.Kind;
import io.habeas.intake.view.RequestView.Recipient;
import io.habeas.schemas.avro.NotToldReason;
import io.habeas.schemas.avro.RecipientDecisionNotTaken;
import io.habeas.schemas.avro.RecipientExcused;
import io.habeas.schemas.avro.RecipientFinding;
import io.habeas.schemas.avro.RecipientMatter;
import io.habeas.schemas.avro.RecipientNotTold;
import io.habeas.schemas.avro.RecipientToTell;
import io.habeas.schemas.avro.RecipientTold;
import io.habeas.schemas.avro.RecipientsToTell;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which recipients were told of a request (Art. 19). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecipientsProjectionTest {
  private static final UUID ADOPTED = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c03");
  private static final UUID NOT_ADOPTED = UUID.fromString("0b54f6a1-4a4f-8a7e-9d3c-6f1f7a2f9c04");

  @AutoClose private final ProjectedTopics projected = new ProjectedTopics();

  @Test
  void shouldListRecipientsWhicheverTopicSaysItFirst_L22() {
    // given
    UUID id = UUID.randomUUID();
    UUID told = Letters.recipient(id, RecipientMatter.ERASURE, "books");
    UUID refused = Letters.recipient(id, RecipientMatter.ERASURE, "mailer");
    projected.recipients(id, new RecipientTold("books", RecipientMatter.ERASURE, told, null));

    // when
    projected.requests(
        id,
        new RecipientsToTell(
            RecipientMatter.ERASURE,
            List.of(new RecipientToTell("mailer", refused), new RecipientToTell("books", told))));
    projected.letter(id, told);
    projected.letter(id, Letters.recipientNotTold(refused));

    // then
    Recipient books =
        new Recipient(
            "books", RecipientMatter.ERASURE, told, Recipient.Told.TOLD, NOW, null, null, null);
    assertThat(projected.view(id).recipients())
        .containsExactly(
            books,
            new Recipient(
                "mailer",
                RecipientMatter.ERASURE,
                refused,
                Recipient.Told.BEING_TOLD,
                null,
                null,
                null,
                null));
    assertThat(projected.view(id).letters())
        .extracting(RequestView.Letter::letter)
        .containsExactlyInAnyOrder(Kind.RECIPIENT, Kind.RECIPIENT_NOT_TOLD);

    // when
    projected.recipients(
        id,
        new RecipientNotTold(
            "mailer", RecipientMatter.ERASURE, refused, NotToldReason.ADDRESS_REFUSED));
    assertThat(projected.view(id).recipients().get(1).notTold())
        .isEqualTo(NotToldReason.ADDRESS_REFUSED);
    projected.recipients(
        id,
        new RecipientExcused(
            "mailer", RecipientMatter.ERASURE, refused, RecipientFinding.IMPOSSIBLE, ADOPTED),
        new RecipientDecisionNotTaken(NOT_ADOPTED, "books"));

    // then
    assertThat(projected.view(id).recipients())
        .containsExactly(
            books,
            new Recipient(
                "mailer",
                RecipientMatter.ERASURE,
                refused,
                Recipient.Told.IMPOSSIBLE,
                NOW,
                null,
                RecipientFinding.IMPOSSIBLE,
                ADOPTED));
    assertThat(projected.view(id).decisions().recipients())
        .containsExactly(
            new OnRecipient(ADOPTED, "mailer", null, null, null, OnRecipient.State.TAKEN),
            new OnRecipient(NOT_ADOPTED, "books", null, null, null, OnRecipient.State.NOT_TAKEN));
  }
}
