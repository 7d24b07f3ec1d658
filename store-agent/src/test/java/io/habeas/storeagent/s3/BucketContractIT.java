package io.habeas.storeagent.s3;

import io.habeas.participant.Counts;
import io.habeas.participant.Identifiers;
import io.habeas.participant.testkit.DataHolderContract;
import io.habeas.participant.testkit.Instance;
import io.habeas.participant.testkit.Interruptions;
import io.habeas.participant.testkit.Person;
import io.habeas.participant.testkit.StoreUnderTest;
import io.habeas.storeagent.s3.Buckets.TestBucket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/** The contract on a storage that speaks S3. */
class BucketContractIT extends DataHolderContract {

  @Override
  protected StoreUnderTest open() {
    return new Shop();
  }

  private static final class Shop implements StoreUnderTest {
    private static final int FIRST_ACCOUNT = 7_000_000;

    /**
     * Of which the images alone are more than a page of a listing has or one deletion takes; the
     * storage keeps every object in this JVM's memory.
     */
    private static final int MANY = 1_400;

    private final TestBucket bucket = Buckets.create();
    private final Interruption interruption = new Interruption();
    private int serial;

    @Override
    public Instance start() {
      BucketAgent agent =
          BucketAgent.over(
              bucket,
              client -> new Interruptible(client, interruption),
              new BucketAgent.SettableClock());
      return new Instance(
          agent.connector.holder(),
          agent.connector.outcomes(),
          agent.connector.declaration(),
          agent::close);
    }

    @Override
    public Identifiers identifiers(Person person) {
      return new Identifiers(Map.of("account_id", List.of(account(person))));
    }

    @Override
    public Counts put(Person person, int records) {
      int invoices = records / 4;
      int from = serial;
      serial += records;
      IntStream.range(from, from + records)
          .parallel()
          .forEach(
              n ->
                  bucket.put(
                      "%s/%s/%s-%d.bin"
                          .formatted(
                              n < from + invoices ? "invoices" : "images",
                              account(person),
                              person.word(),
                              n),
                      "content " + n));
      return new Counts(Map.of("images", (long) records - invoices, "invoices", (long) invoices));
    }

    @Override
    public String contents() {
      return bucket.contents().toString();
    }

    @Override
    public String contentsOf(Person person) {
      StringBuilder contents = new StringBuilder();
      for (String prefix : List.of("images/", "avatars/", "invoices/")) {
        bucket
            .keys(prefix + account(person))
            .forEach(key -> contents.append(key).append(bucket.read(key)).append('\n'));
      }
      return contents.toString();
    }

    @Override
    public int many() {
      return MANY;
    }

    @Override
    public Optional<String> retentionRule() {
      return Optional.of("invoices-7y");
    }

    @Override
    public Optional<Interruptions> interruptions() {
      return Optional.of(interruption);
    }

    private static String account(Person person) {
      return String.valueOf(FIRST_ACCOUNT + person.number());
    }

    @Override
    public void close() {
      // The storage goes with the tests.
    }
  }

  /** At which call, before or after it, the process ends. */
  private static final class Interruption implements Interruptions {
    private int left;
    private Moment moment = Moment.BEFORE;

    @Override
    public synchronized void at(int n, Moment when) {
      left = n;
      moment = when;
    }

    @Override
    public synchronized boolean mend() {
      boolean reached = left <= 0;
      left = 0;
      return reached;
    }

    /** Which moment of the call that comes is the last; empty for neither. */
    private synchronized Optional<Moment> next() {
      return left > 0 && --left == 0 ? Optional.of(moment) : Optional.empty();
    }
  }

  private static final class Interruptible extends DelegatingS3Client {
    private final Interruption interruption;

    private Interruptible(S3Client client, Interruption interruption) {
      super(client);
      this.interruption = interruption;
    }

    @Override
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
      Optional<Interruptions.Moment> last = interruption.next();
      if (last.equals(Optional.of(Interruptions.Moment.BEFORE))) {
        throw new Meddling.Crash();
      }
      R answer = operation.apply(request);
      if (last.isPresent()) {
        throw new Meddling.Crash();
      }
      return answer;
    }
  }
}
