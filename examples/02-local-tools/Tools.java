import dev.gatehouse.core.tool.Doc;
import dev.gatehouse.core.tool.Effect;
import dev.gatehouse.core.tool.ToolPolicy;
import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.RecordTool;

/// The arguments of the tool; its schema is derived from this record.
@Doc(
    "Summarises a CSV file: its columns, how many rows it has, and the range of every column of"
        + " numbers.")
record SummarizeCsv(@Doc("The file, in the folder of the data.") String path) {}

/// What the tool answers; it becomes JSON.
record Summary(long rows, List<Column> columns) {}

record Column(String name, long numbers, double least, double mean, double most) {}

/// A server with one agent and one tool. Arguments: the port, and the folder of the data.
void main(String[] args) {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 8000;
  Path folder = Path.of(args.length > 1 ? args[1] : "examples/02-local-tools");
  var tool =
      RecordTool.of(SummarizeCsv.class, (csv, _) -> summary(inside(folder, csv.path())))
          .with(ToolPolicy.STANDARD.withEffect(Effect.READ));
  var gateway =
      Gateway.plan().agent("analyst", "You are a careful analyst.").tool(tool).port(port).start();
  IO.println("Gatehouse is ready at " + gateway.url());
  gateway.join();
}

/// A model must not choose files elsewhere.
Path inside(Path folder, String path) throws IOException {
  Path file = folder.toRealPath().resolve(path).toRealPath();
  if (!file.startsWith(folder.toRealPath())) {
    throw new IOException("\"" + path + "\" lies outside of the data folder");
  }
  return file;
}

/// Reads plain CSV: a header, commas, no quotes.
Summary summary(Path file) throws IOException {
  List<String> lines = Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
  String[] names = lines.getFirst().split(",");
  List<Column> columns = new ArrayList<>();
  for (int at = 0; at < names.length; at++) {
    columns.add(column(names[at].strip(), at, lines.subList(1, lines.size())));
  }
  return new Summary(lines.size() - 1, columns);
}

Column column(String name, int at, List<String> rows) {
  var numbers = new DoubleSummaryStatistics();
  for (String row : rows) {
    String[] cells = row.split(",");
    if (at < cells.length && cells[at].strip().matches("-?\\d+(\\.\\d+)?")) {
      numbers.accept(Double.parseDouble(cells[at].strip()));
    }
  }
  boolean any = numbers.getCount() > 0;
  return new Column(
      name,
      numbers.getCount(),
      any ? numbers.getMin() : 0,
      numbers.getAverage(),
      any ? numbers.getMax() : 0);
}
