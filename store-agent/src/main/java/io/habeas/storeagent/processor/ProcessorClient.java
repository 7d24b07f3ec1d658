package io.habeas.storeagent.processor;

import io.habeas.participant.WaitReason;
import io.habeas.participant.vault.Pause;
import io.habeas.storeagent.outbound.OutboundAddresses;
import io.habeas.storeagent.outbound.OutboundAddresses.Verdict;
import io.habeas.storeagent.processor.ProcessorFailure.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a processor. Every call goes to an address that may be called, takes a bounded time, reads
 * a bounded answer, follows no redirect and leaves nothing of its contents in a log.
 */
public final class ProcessorClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProcessorClient.class);

  /** Being asked to wait and then asked again is not a conversation to be had for ever. */
  private static final int TURNS = 4;

  private final ProcessorEndpoint endpoint;
  private final OutboundAddresses addresses;
  private final Contradictions contradictions;
  private final Pacing pacing;
  private final HttpClient http;

  /** Connects to nothing yet. */
  public ProcessorClient(
      ProcessorEndpoint endpoint, Contradictions contradictions, Pause pause, Clock clock) {
    this.endpoint = endpoint;
    this.addresses = new OutboundAddresses(endpoint.allowedHosts());
    this.contradictions = contradictions;
    this.pacing = new Pacing(endpoint.callsPerSecond(), endpoint.patience(), pause, clock);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(endpoint.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Takes what a processor answers, while it arrives. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(InputStream content) throws IOException;
  }

  /** The same, of an answer of whatever status the call accepts. */
  @FunctionalInterface
  public interface AnswerReader<T> {
    T read(int status, InputStream content) throws IOException;
  }

  /** Where the processor is. */
  public ProcessorEndpoint endpoint() {
    return endpoint;
  }

  /**
   * Calls and reads the answer.
   *
   * @throws ProcessorFailure if there is no answer, or none of those that are expected
   */
  public Answered call(Call call) {
    for (int turn = 1; ; turn++) {
      HttpResponse<byte[]> response =
          exchange(
              call, BodyHandlers.limiting(BodyHandlers.ofByteArray(), endpoint.largestAnswer()));
      pacing.heed(response.statusCode(), response.headers());
      // What was refused for being too much was not done, so it can be said again.
      if (response.statusCode() != 429 || turn >= TURNS) {
        judge(call, response.statusCode());
        return new Answered(response.statusCode(), response.headers(), response.body());
      }
    }
  }

  /**
   * Calls and has the answer read while it arrives, however long it is.
   *
   * @throws ProcessorFailure if there is no answer, it breaks off, or it takes too long
   */
  public <T> T download(Call call, Reader<T> reader) {
    return downloadAny(call, (status, content) -> reader.read(content));
  }

  /**
   * The same, where it matters which of the answers that are accepted it is.
   *
   * @throws ProcessorFailure if there is no answer, it breaks off, or it takes too long
   */
  public <T> T downloadAny(Call call, AnswerReader<T> reader) {
    HttpResponse<InputStream> response = exchange(call, BodyHandlers.ofInputStream());
    pacing.heed(response.statusCode(), response.headers());
    InputStream content = response.body();
    CompletableFuture<Void> deadline =
        CompletableFuture.runAsync(
            () -> close(content),
            CompletableFuture.delayedExecutor(
                endpoint.downloadTimeout().toMillis(), TimeUnit.MILLISECONDS));
    try (content) {
      judge(call, response.statusCode());
      return reader.read(response.statusCode(), content);
    } catch (IOException e) {
      throw failed(call, WaitReason.STORE_UNAVAILABLE, Trace.UNKNOWN, "an answer that broke off");
    } finally {
      deadline.cancel(false);
    }
  }

  private static void close(InputStream content) {
    try {
      content.close();
    } catch (IOException e) {
      log.debug("Expected to give up an answer but got {}", e.getClass().getSimpleName());
    }
  }

  private <T> HttpResponse<T> exchange(Call call, BodyHandler<T> body) {
    permit(call.uri());
    pacing.await();
    CompletableFuture<HttpResponse<T>> pending = http.sendAsync(request(call), body);
    try {
      return pending.get(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw failed(call, WaitReason.STORE_UNAVAILABLE, Trace.UNKNOWN, "no answer in time");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Trace trace = neverArrived(cause) ? Trace.NONE : Trace.UNKNOWN;
      String what = cause.getClass().getSimpleName();
      throw failed(call, WaitReason.STORE_UNAVAILABLE, trace, what);
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw failed(call, WaitReason.STORE_UNAVAILABLE, Trace.UNKNOWN, "an interruption");
    }
  }

  private static boolean neverArrived(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof javax.net.ssl.SSLHandshakeException;
  }

  private HttpRequest request(Call call) {
    HttpRequest.Builder request = HttpRequest.newBuilder(call.uri()).timeout(endpoint.timeout());
    call.headers().forEach(request::setHeader);
    call.body().ifPresent(body -> request.setHeader("Content-Type", body.contentType()));
    if (call.credentials() && endpoint.isOwn(call.uri())) {
      endpoint.credentials().forEach(request::setHeader);
    }
    return request
        .method(
            call.method(),
            call.body()
                .map(body -> HttpRequest.BodyPublishers.ofByteArray(body.bytes()))
                .orElseGet(HttpRequest.BodyPublishers::noBody))
        .build();
  }

  /** Asked right before every call: a name may lead elsewhere than a moment ago. */
  private void permit(URI uri) {
    switch (addresses.verdict(uri)) {
      case Verdict.Allowed() -> {}
      case Verdict.Refused(var why) -> {
        contradictions.show(
            "Expected the processor to be called at a public address by TLS but " + why);
        throw new ProcessorFailure(WaitReason.MAP_MISMATCH, Trace.NONE, why);
      }
      case Verdict.Unresolved() ->
          throw new ProcessorFailure(
              WaitReason.STORE_UNAVAILABLE, Trace.NONE, "a name without an address");
    }
  }

  /** Fails if an answer is none of those expected. */
  private void judge(Call call, int status) {
    if ((status < 200 || status >= 300) && !call.accepts().contains(status)) {
      throw refused(call, status);
    }
  }

  /** What an answer comes to that is not what was asked for, whether or not it was accepted. */
  public ProcessorFailure refused(Call call, int status) {
    if (status >= 300 && status < 400) {
      contradictions.show(
          "Expected the processor to answer itself but it redirects, which is not followed");
      return failed(call, WaitReason.MAP_MISMATCH, Trace.NONE, "a redirect");
    }
    WaitReason reason =
        switch (status) {
          case 401, 403 -> WaitReason.STORE_FORBIDDEN;
          case 408, 425 -> WaitReason.STORE_UNAVAILABLE;
          case 409, 423 -> WaitReason.RECORD_LOCKED;
          case 429 -> WaitReason.RATE_LIMITED;
          default -> status >= 500 ? WaitReason.STORE_UNAVAILABLE : WaitReason.MAP_MISMATCH;
        };
    if (reason == WaitReason.MAP_MISMATCH) {
      contradictions.show(
          "Expected the processor to take a %s as it is described but it answered %d"
              .formatted(call.method(), status));
    }
    Trace trace = status >= 500 || status == 408 ? Trace.UNKNOWN : Trace.NONE;
    return failed(call, reason, trace, String.valueOf(status));
  }

  private static ProcessorFailure failed(Call call, WaitReason reason, Trace trace, String what) {
    log.warn(
        "Expected the processor to answer a {} but got {}; the task waits: {}",
        call.method(),
        what,
        reason);
    return new ProcessorFailure(reason, trace, what);
  }

  /** How long a call may take at most, waiting for its turn included. */
  public Duration longestCall() {
    return endpoint.timeout().plus(endpoint.patience()).multipliedBy(TURNS);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
