import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/**
 * Nodes of OpenSearch in one JVM, for tests: Cluster DIR PORT..., one node for each pair of ports (of
 * HTTP, of transport). Lines of standard input stop and start them ("stop 1", "start 1"); each is
 * answered by itself once it is done. The end of standard input ends all.
 */
public class Cluster {
  private static final String[] MODULES = {
    "org.opensearch.transport.Netty4ModulePlugin",
    "org.opensearch.painless.PainlessModulePlugin",
    "org.opensearch.analysis.common.CommonAnalysisModulePlugin",
    "fihris.FihrisPlugin",
  };

  /** A node whose modules lie on the class path. */
  private static final class ModularNode extends Node {
    ModularNode(Settings settings, List<PluginInfo> modules) {
      super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "node"), modules, true);
    }
  }

  private final Path dir;
  private final int[] http;
  private final int[] transport;
  private final Node[] nodes;
  private final List<PluginInfo> modules = new ArrayList<>();

  private Cluster(String[] args) {
    dir = Path.of(args[0]).toAbsolutePath();
    int count = (args.length - 1) / 2;
    http = new int[count];
    transport = new int[count];
    nodes = new Node[count];
    for (int i = 0; i < count; i++) {
      http[i] = Integer.parseInt(args[1 + 2 * i]);
      transport[i] = Integer.parseInt(args[2 + 2 * i]);
    }
    for (String module : MODULES) {
      modules.add(new PluginInfo(module, module, "1", Version.CURRENT, "21", module, null, List.of(), false));
    }
  }

  private void start(int i) throws Exception {
    List<String> seeds = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int k = 0; k < nodes.length; k++) {
      seeds.add("127.0.0.1:" + transport[k]);
      names.add("node" + k);
    }
    Path home = Files.createDirectories(dir.resolve("node" + i));
    nodes[i] = new ModularNode(
        Settings.builder()
            .put("cluster.name", "fihris-test")
            .put("node.name", "node" + i)
            .put("node.processors", 1)
            .put("path.home", home.toString())
            .put("network.host", "127.0.0.1")
            .put("http.port", http[i])
            .put("http.type", "netty4")
            .put("transport.port", transport[i])
            .put("transport.type", "netty4")
            .putList("discovery.seed_hosts", seeds)
            .putList("cluster.initial_cluster_manager_nodes", names)
            .put("discovery.initial_state_timeout", "0s")
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("indices.query.bool.max_clause_count", Integer.getInteger("clauses", 1024))
            .build(),
        modules);
    nodes[i].start();
  }

  public static void main(String[] args) throws Exception {
    Cluster cluster = new Cluster(args);
    for (int i = 0; i < cluster.nodes.length; i++) {
      cluster.start(i); // one after another: their modules cannot be set up by two at once
    }
    System.out.println("ready");
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      int i = Integer.parseInt(words[1]);
      if (words[0].equals("stop")) {
        cluster.nodes[i].close();
      } else {
        cluster.start(i);
      }
      System.out.println(line);
    }
    for (Node node : cluster.nodes) {
      node.close();
    }
    System.exit(0);
  }
}
