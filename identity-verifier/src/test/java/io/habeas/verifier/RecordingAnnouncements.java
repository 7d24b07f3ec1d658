package io.habeas.verifier;

import io.habeas.process.publish.RecordPublisher;
import io.habeas.schemas.Topic;
import io.habeas.schemas.avro.IdentityRecord;
import io.habeas.schemas.avro.NoticeRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Keeps what was published; can be made to fail. */
public final class RecordingAnnouncements implements RecordPublisher {
  private final List<Published> published = new CopyOnWriteArrayList<>();
  private final AtomicBoolean broken = new AtomicBoolean();

  /** A record as it was published. */
  public record Published(String topic, @Nullable String key, SpecificRecord value) {}

  @Override
  public <R extends SpecificRecord> void publish(Topic<R> topic, @Nullable String key, R value) {
    if (broken.get()) {
      throw new IllegalStateException("Expected a broker but there is none");
    }
    published.add(new Published(topic.name(), key, value));
  }

  public void breakDown() {
    broken.set(true);
  }

  public void repair() {
    broken.set(false);
  }

  public void clear() {
    published.clear();
  }

  public List<Published> published() {
    return List.copyOf(published);
  }

  /** The published records of a type, in order. */
  public <R extends SpecificRecord> List<R> of(Class<R> type) {
    return published.stream()
        .map(Published::value)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** What was said of whoever made a request, in order. */
  public List<Object> identity(String requestId) {
    return of(IdentityRecord.class).stream()
        .filter(record -> record.getRequestId().toString().equals(requestId))
        .map(IdentityRecord::getPayload)
        .toList();
  }

  /** The letters that were announced for a request, in order. */
  public List<NoticeRecord> notices(String requestId) {
    return of(NoticeRecord.class).stream()
        .filter(notice -> notice.getRequestId().toString().equals(requestId))
        .toList();
  }
}
