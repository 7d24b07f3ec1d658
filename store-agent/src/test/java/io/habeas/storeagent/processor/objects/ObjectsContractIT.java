package io.habeas.storeagent.processor.objects;

import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.StoreUnderTest;
import io.habeas.storeagent.ledger.LedgerConnection;
import io.habeas.storeagent.ledger.Ledgers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a controller relies on, of objects at a processor that answers as OpenAI does. */
class ObjectsContractIT extends DataHolderContract {

  @Override
  protected StoreUnderTest open() {
    return new Objects();
  }

  private static final class Objects implements StoreUnderTest {
    private final ProviderStandIn processor = new ProviderStandIn();
    private final LedgerConnection database = Ledgers.database();
    private final ProviderAgent reporter = ProviderAgent.openai(processor, database);
    private final Map<String, Integer> owners = new java.util.HashMap<>();
    private int serial;

    @Override
    public Instance start() {
      ProviderAgent agent = ProviderAgent.openai(processor, database);
      return new Instance(
          agent.connector.holder(),
          agent.connector.outcomes(),
          agent.connector.declaration(),
          agent::close);
    }

    @Override
    public Identifiers identifiers(Person person) {
      return new Identifiers(
          Map.of("account_id", List.of(account(person)), "email", List.of(person.email())));
    }

    @Override
    public Counts put(Person person, int records) {
      int files = records / 2;
      for (int i = 0; i < records; i++) {
        String name = "n%06d".formatted(++serial);
        boolean file = i < files;
        String path = (file ? "/v1/files/file-" : "/v1/conversations/conv_") + name;
        processor.has(path, "{\"id\": \"%s\", \"title\": \"%s\"}".formatted(name, person.word()));
        if (file) {
          processor.hasContent(path + "/content", name.getBytes(StandardCharsets.UTF_8));
        } else {
          processor.hasItems(path + "/items", "{\"text\": \"hello\"}");
        }
        owners.put(path, person.number());
        reporter.report(
            file ? "files" : "conversations",
            file ? Map.of("file_id", "file-" + name) : Map.of("conversation_id", "conv_" + name),
            Map.of("account_id", account(person)));
      }
      return new Counts(Map.of("files", (long) files, "conversations", (long) records - files));
    }

    @Override
    public String contents() {
      return processor.everything();
    }

    @Override
    public String contentsOf(Person person) {
      List<String> theirs = new ArrayList<>();
      owners.forEach(
          (path, owner) -> {
            if (owner == person.number() && processor.isThere(path)) {
              theirs.add(path);
            }
          });
      return String.join("\n", theirs);
    }

    @Override
    public int many() {
      // The stand-in for the ledger's database looks at every document for each page.
      return 500;
    }

    @Override
    public Optional<Interruptions> interruptions() {
      return Optional.of(
          new Interruptions() {
            @Override
            public void at(int n, Moment moment) {
              processor.endAt(n, moment);
            }

            @Override
            public boolean mend() {
              return processor.mend();
            }
          });
    }

    private static String account(Person person) {
      return "account-" + person.number();
    }

    @Override
    public void close() {
      reporter.close();
      processor.close();
    }
  }
}
