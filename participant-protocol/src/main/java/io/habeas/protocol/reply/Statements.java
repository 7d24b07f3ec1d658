package io.habeas.protocol.reply;

import io.habeas.process.ProcessDefinition.InvalidMessage;
import io.habeas.protocol.Code;
import io.habeas.protocol.IdentifierType;
import io.habeas.protocol.ParticipantId;
import io.habeas.protocol.locate.Holding;
import io.habeas.schemas.avro.CollectionCount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What participants state in replies, taken only if it can be true. */
public final class Statements {
  private Statements() {}

  /**
   * @throws InvalidMessage if a collection is no code or a count negative
   */
  public static List<Holding> holdings(List<CollectionCount> counts) throws InvalidMessage {
    List<Holding> holdings = new ArrayList<>(counts.size());
    for (CollectionCount count : counts) {
      requireCode(count.getCollection(), "collection-no-code");
      requireCount(count.getRecords());
      holdings.add(new Holding(count.getCollection(), count.getRecords()));
    }
    return holdings;
  }

  /**
   * @throws InvalidMessage if one of them is no code
   */
  public static Set<IdentifierType> identifierTypes(List<String> codes) throws InvalidMessage {
    Set<IdentifierType> types = new HashSet<>();
    for (String code : codes) {
      requireCode(code, "identifier-type-no-code");
      types.add(new IdentifierType(code));
    }
    return types;
  }

  /**
   * @throws InvalidMessage if one of them is no code
   */
  public static List<String> codes(List<String> texts) throws InvalidMessage {
    for (String text : texts) {
      requireCode(text, "no-code");
    }
    return List.copyOf(texts);
  }

  /**
   * @throws InvalidMessage if it cannot be a participant's name
   */
  public static ParticipantId participant(String name) throws InvalidMessage {
    try {
      return new ParticipantId(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidMessage("participant-no-code");
    }
  }

  /**
   * @param otherwise why the message is refused if {@code text} is no code
   */
  public static void requireCode(String text, String otherwise) throws InvalidMessage {
    if (!Code.isCode(text)) {
      throw new InvalidMessage(otherwise);
    }
  }

  /** Refuses what is negative. */
  public static void requireCount(long records) throws InvalidMessage {
    if (records < 0) {
      throw new InvalidMessage("negative-count");
    }
  }
}
