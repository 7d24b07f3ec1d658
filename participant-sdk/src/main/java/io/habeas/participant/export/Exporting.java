package io.habeas.participant.export;

import io.habeas.participant.DataHolder;
import io.habeas.participant.Deferred;
import io.habeas.participant.Outcome;
import io.habeas.participant.Outcome.CollectionExport;
import io.habeas.participant.Task;
import io.habeas.participant.WaitReason;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a holder read a person's records out and uploads them, sealed for the request. To do it again
 * replaces what was uploaded before.
 */
public final class Exporting {
  private static final Logger log = LoggerFactory.getLogger(Exporting.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final String participant;
  private final DataHolder holder;
  private final Duration timeout;
  private final Clock clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          // The right to write is for that address.
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param participant who exports
   * @param timeout how long one upload may take
   */
  public Exporting(String participant, DataHolder holder, Duration timeout, Clock clock) {
    this.participant = participant;
    this.holder = holder;
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * Reads out and uploads. Where nothing is held, nothing is uploaded.
   *
   * @throws Deferred if the holder or the storage cannot do it now
   */
  public Outcome export(Task task, UploadTarget target) throws Deferred {
    if (!clock.instant().isBefore(target.until())) {
      throw new Deferred(WaitReason.STORAGE_UNAVAILABLE);
    }
    try (SealedArchive archive =
        new SealedArchive(task.requestId(), participant, target.recipient())) {
      holder.export(task, archive);
      List<CollectionExport> collections = archive.finish();
      if (collections.isEmpty()) {
        return new Outcome.RecordsExported(collections, null);
      }
      upload(archive.file(), target);
      return new Outcome.RecordsExported(collections, archive.description());
    }
  }

  private void upload(Path archive, UploadTarget target) throws Deferred {
    try {
      HttpRequest put =
          HttpRequest.newBuilder(target.url())
              .timeout(timeout)
              .PUT(HttpRequest.BodyPublishers.ofFile(archive))
              .build();
      int status = client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200 && status != 201 && status != 204) {
        log.warn("Expected the storage to take an upload but it answered {}", status);
        throw new Deferred(WaitReason.STORAGE_UNAVAILABLE);
      }
    } catch (IOException e) {
      log.warn("Expected the storage to take an upload but got {}", e.getClass().getSimpleName());
      throw new Deferred(WaitReason.STORAGE_UNAVAILABLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Deferred(WaitReason.STORAGE_UNAVAILABLE);
    }
  }
}
