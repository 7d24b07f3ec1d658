package io.habeas.protocol.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.RequiredParticipant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IdentifierGraphTest {
  private static final RequiredParticipant ACCOUNTS =
      participant("accounts", "email", "account_id");
  private static final RequiredParticipant ORDERS = participant("orders", "account_id");
  private static final RequiredParticipant MAILING = participant("mailing", "email");
  private static final List<RequiredParticipant> ALL = List.of(ACCOUNTS, ORDERS, MAILING);

  private final IdentifierGraph proven = IdentifierGraph.startingFrom(types("email"));

  @Test
  void shouldAskEverybodyFirstEvenWhoCannotSearchYet() {
    assertThat(proven.toBeAsked(ALL)).containsExactly(ACCOUNTS, ORDERS, MAILING);
  }

  @Test
  void shouldAskNobodyAgainWhileNothingIsYielded() {
    // when
    IdentifierGraph graph =
        proven.asked(ALL).yielded(ACCOUNTS.id(), Set.of()).yielded(MAILING.id(), Set.of());

    // then
    assertThat(graph.toBeAsked(ALL)).isEmpty();
  }

  @Test
  void shouldAskAgainWhoNeedsWhatAnotherYielded() {
    // when
    IdentifierGraph graph = proven.asked(ALL).yielded(ACCOUNTS.id(), types("account_id"));

    // then
    assertThat(graph.known()).isEqualTo(types("email", "account_id"));
    assertThat(graph.toBeAsked(ALL)).containsExactly(ORDERS);
    assertThat(graph.asked(List.of(ORDERS)).toBeAsked(ALL)).isEmpty();
  }

  @Test
  void shouldAskAgainByAnotherIdentifierOfAKnownType() {
    // when
    IdentifierGraph graph = proven.asked(ALL).yielded(ACCOUNTS.id(), types("email"));

    // then
    assertThat(graph.toBeAsked(ALL)).containsExactly(MAILING);
  }

  @Test
  void shouldNotTakeOnesOwnIdentifierForAnothers() {
    // when both yield an account in the same round
    RequiredParticipant crm = participant("crm", "email", "account_id");
    List<RequiredParticipant> both = List.of(ACCOUNTS, crm);
    IdentifierGraph graph =
        proven
            .asked(both)
            .yielded(ACCOUNTS.id(), types("account_id"))
            .yielded(crm.id(), types("account_id"));

    // then neither has searched by the other's
    assertThat(graph.toBeAsked(both)).containsExactly(ACCOUNTS, crm);
  }

  @Test
  void shouldAskWhoWasApprovedForMoreSince() {
    // given
    IdentifierGraph graph = proven.asked(List.of(ORDERS));

    // then
    assertThat(graph.toBeAsked(List.of(participant("orders", "account_id", "email")))).hasSize(1);
  }

  @Test
  void shouldAskAnewWhoWasLeftOut() {
    // given
    IdentifierGraph graph = proven.asked(List.of(ACCOUNTS, ORDERS));

    // when
    IdentifierGraph without = graph.without(List.of(ORDERS.id()));

    // then
    assertThat(without.toBeAsked(List.of(ACCOUNTS, ORDERS))).containsExactly(ORDERS);
    assertThat(without.known()).isEqualTo(graph.known());
  }

  private static RequiredParticipant participant(String name, String... types) {
    return new RequiredParticipant(new ParticipantId(name), types(types));
  }

  private static Set<IdentifierType> types(String... codes) {
    return Arrays.stream(codes).map(IdentifierType::new).collect(Collectors.toSet());
  }
}
