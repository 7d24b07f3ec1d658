package io.habeas.intake;

import com.mongodb.MongoException;
import io.habeas.chassis.problems.ProblemAnswers;
import io.habeas.schemas.wire.RegistryUnavailable;
import java.util.concurrent.TimeoutException;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** How the intake says no. */
@RestControllerAdvice
public class Problems extends ProblemAnswers {

  @Override
  protected boolean isTemporary(Throwable cause) {
    return cause instanceof Unavailable
        || cause instanceof MongoException
        || cause instanceof RegistryUnavailable
        || cause instanceof TimeoutException;
  }
}
