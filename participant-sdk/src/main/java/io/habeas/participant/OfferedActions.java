package io.habeas.participant;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.aop.framework.AopProxyUtils;

/** Finds out what a holder can do by which methods it implements, so that the two cannot differ. */
final class OfferedActions {
  private OfferedActions() {}

  static Set<Action> of(DataHolder holder) {
    Class<?> type = AopProxyUtils.ultimateTargetClass(holder);
    Set<Action> offered = EnumSet.noneOf(Action.class);
    for (Action action : Action.values()) {
      if (implemented(type, action)) {
        offered.add(action);
      }
    }
    return offered;
  }

  static boolean reportsRetained(DataHolder holder) {
    return implemented(
        AopProxyUtils.ultimateTargetClass(holder), "reportRetained", RetentionSink.class);
  }

  private static boolean implemented(Class<?> type, Action action) {
    return switch (action) {
      case LOCATE -> implemented(type, "locate", Task.class);
      case RESTRICT -> implemented(type, "restrict", Task.class);
      case LIFT -> implemented(type, "lift", Task.class);
      case ERASE -> implemented(type, "erase", Task.class, ErasureGround.class);
      case VERIFY -> implemented(type, "verify", Task.class);
      case EXPORT -> implemented(type, "export", Task.class, RecordSink.class);
      case RECTIFY -> implemented(type, "rectify", Task.class, Corrections.class);
      case SEED -> implemented(type, "seed", Task.class);
      case EXPIRE -> implemented(type, "expire", Task.class, Instant.class);
    };
  }

  private static boolean implemented(Class<?> type, String name, Class<?>... parameters) {
    try {
      Method method = type.getMethod(name, parameters);
      return method.getDeclaringClass() != DataHolder.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(
          "Expected %s to be a data holder but it has no %s".formatted(type.getName(), name), e);
    }
  }
}
