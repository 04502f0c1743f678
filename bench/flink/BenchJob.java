import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * Runs a job file of tsql in one JVM: FILE PARALLELISM. `{{ NAME }}` stands for a variable of the environment. Tuned: objects are used
 * again between operators, and the sink's producer waits 20 ms for batches of 256 KiB.
 */
public class BenchJob {
  public static void main(String[] args) throws Exception {
    Configuration settings = new Configuration();
    settings.setString("parallelism.default", args[1]);
    settings.setString("taskmanager.numberOfTaskSlots", args[1]);
    settings.setString("execution.checkpointing.interval", "1s");
    settings.setString("state.backend.type", "hashmap");
    settings.setString("rest.port", "0");
    settings.setString("pipeline.object-reuse", "true");
    StreamTableEnvironment tables =
        StreamTableEnvironment.create(
            StreamExecutionEnvironment.createLocalEnvironment(Integer.parseInt(args[1]), settings));
    String script =
        Pattern.compile("\\{\\{ (\\w+) \\}\\}")
            .matcher(Files.readString(Path.of(args[0])))
            .replaceAll(found -> System.getenv(found.group(1)));
    for (String statement : statements(script)) {
      boolean isInsert = statement.startsWith("INSERT");
      if (isInsert) {
        tables.executeSql("ALTER TABLE dst SET ('properties.linger.ms' = '20', 'properties.batch.size' = '262144')");
      }
      var result = tables.executeSql(statement);
      if (isInsert) result.await();
    }
    System.exit(0);
  }

  /** Cuts at semicolons outside of literals and comments. */
  private static List<String> statements(String script) {
    List<String> found = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String part : script.replaceAll("(?m)^--.*$", "").split("(?<=')|(?=')|(?<=;)|(?=;)")) {
      boolean isQuoted = current.chars().filter(each -> each == '\'').count() % 2 == 1;
      if (part.equals(";") && !isQuoted) {
        found.add(current.toString().trim());
        current.setLength(0);
      } else {
        current.append(part);
      }
    }
    return found;
  }
}
