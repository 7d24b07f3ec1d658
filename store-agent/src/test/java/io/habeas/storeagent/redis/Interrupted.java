package io.habeas.storeagent.redis;

import io.habeas.participant.testkit.Interruptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** At which command, before or after the server carries it out, the connection is lost. */
final class Interrupted implements Interruptions {
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

  private synchronized boolean isLast() {
    return left > 0 && --left == 0;
  }

  /** The same, with this between. */
  Wire around(Wire wire) {
    return new Wire() {
      @Override
      public @Nullable Object send(List<byte[]> command) {
        boolean last = isLast();
        if (last && moment == Moment.BEFORE) {
          throw new JedisConnectionException("lost");
        }
        Object answer = wire.send(command);
        if (last) {
          throw new JedisConnectionException("lost");
        }
        return answer;
      }

      @Override
      public List<@Nullable Object> sendAll(List<List<byte[]>> commands) {
        if (isLast()) {
          throw new JedisConnectionException("lost");
        }
        return wire.sendAll(commands);
      }

      @Override
      public void close() {
        wire.close();
      }
    };
  }
}
