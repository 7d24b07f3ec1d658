package io.habeas.verifier.gate;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A database on which something can happen before each operation, in the thread that begins it. */
final class SteppedMongo {
  private static final Set<String> OPERATIONS =
      Set.of(
          "find",
          "findOneAndUpdate",
          "findOneAndDelete",
          "insertOne",
          "updateOne",
          "updateMany",
          "deleteOne",
          "deleteMany");

  private SteppedMongo() {}

  static MongoDatabase of(MongoDatabase database, Runnable beforeEach) {
    return proxy(MongoDatabase.class, database, beforeEach);
  }

  private static <T> T proxy(Class<T> type, T target, Runnable beforeEach) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (OPERATIONS.contains(method.getName())) {
                beforeEach.run();
              }
              Object result = invoke(target, method, arguments);
              return result instanceof MongoCollection<?> collection
                  ? proxy(MongoCollection.class, collection, beforeEach)
                  : result;
            }));
  }

  private static @Nullable Object invoke(
      Object target, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
