package io.habeas.participant.outcome;

import io.habeas.participant.WaitReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/** Why a task must wait when a database fails, as Spring tells failures of any database apart. */
public final class JdbcFailures {
  private static final Logger log = LoggerFactory.getLogger(JdbcFailures.class);

  private JdbcFailures() {}

  /** The reason; logged with the kind of failure, never its text, which may quote what is held. */
  public static WaitReason reasonFor(RuntimeException failure) {
    WaitReason reason =
        switch (failure) {
          case PessimisticLockingFailureException locked -> WaitReason.RECORD_LOCKED;
          case PermissionDeniedDataAccessException denied -> WaitReason.STORE_FORBIDDEN;
          case QueryTimeoutException slow -> WaitReason.STORE_UNAVAILABLE;
          case DataAccessResourceFailureException away -> WaitReason.STORE_UNAVAILABLE;
          case TransientDataAccessResourceException away -> WaitReason.STORE_UNAVAILABLE;
          case CannotCreateTransactionException away -> WaitReason.STORE_UNAVAILABLE;
          case TransactionException away -> WaitReason.STORE_UNAVAILABLE;
          default -> WaitReason.INTERNAL_ERROR;
        };
    log.warn(
        "Expected the database to carry out a task but it failed: {}; it waits: {}",
        failure.getClass().getSimpleName(),
        reason);
    return reason;
  }
}
