package io.habeas.storeagent.jdbc;

import io.habeas.participant.testkit.Interruptions;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Has the server end in the middle of a statement that writes, as far as whoever sent it can tell.
 * Triggers count in a sequence, which no rollback takes back.
 */
final class FailingStatement implements Interruptions {
  private static final String COUNT = "public.interruption_count";

  private final JdbcTemplate observer;
  private int wanted;

  FailingStatement(JdbcTemplate observer) {
    this.observer = observer;
  }

  @Override
  public void at(int n, Moment moment) {
    wanted = n;
    observer.execute("CREATE SEQUENCE " + COUNT);
    observer.execute(
        """
        CREATE FUNCTION public.interruption() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
          IF nextval('%s') = %d THEN
            RAISE EXCEPTION 'interrupted' USING ERRCODE = '57P01';
          END IF;
          RETURN NULL;
        END $$
        """
            .formatted(COUNT, n));
    List<String> tables =
        observer.queryForList(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
                + " WHERE schemaname IN ('public', 'habeas')",
            String.class);
    for (String table : tables) {
      observer.execute(
          "CREATE TRIGGER interruption %s INSERT OR UPDATE OR DELETE ON %s EXECUTE FUNCTION public.interruption()"
              .formatted(moment, table));
    }
  }

  @Override
  public boolean mend() {
    Boolean reached =
        observer.queryForObject(
            "SELECT is_called AND last_value >= ? FROM " + COUNT, Boolean.class, wanted);
    observer.execute("DROP FUNCTION public.interruption() CASCADE");
    observer.execute("DROP SEQUENCE " + COUNT);
    return Boolean.TRUE.equals(reached);
  }
}
