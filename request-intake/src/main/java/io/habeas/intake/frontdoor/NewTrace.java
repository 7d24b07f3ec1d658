package io.habeas.intake.frontdoor;

import io.habeas.process.header.TraceParent;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.util.List;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;

/**
 * Where the trace of a request begins: what a caller says about a trace of its own is dropped
 * before anything looks at it, since it could be made to carry data, or to join what is separate.
 */
public final class NewTrace implements HttpHandlerDecoratorFactory {
  private static final List<String> FOREIGN =
      List.of(TraceParent.HEADER, "tracestate", "baggage", "b3");
  private static final String B3 = "x-b3-";

  @Override
  public HttpHandler apply(HttpHandler inner) {
    return (request, response) ->
        inner.handle(
            request
                .mutate()
                .headers(
                    headers -> {
                      FOREIGN.forEach(headers::remove);
                      headers.headerNames().stream()
                          .filter(name -> name.regionMatches(true, 0, B3, 0, B3.length()))
                          .toList()
                          .forEach(headers::remove);
                    })
                .build(),
            response);
  }

  /** The trace that began with this exchange. */
  public static TraceParent of(ServerWebExchange exchange) {
    return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
        .map(context -> (TracingContext) context.get(TracingContext.class))
        .map(TracingContext::getSpan)
        .map(Span::context)
        .flatMap(span -> TraceParent.parse("00-%s-%s-01".formatted(span.traceId(), span.spanId())))
        .orElseGet(TraceParent::begin);
  }
}
