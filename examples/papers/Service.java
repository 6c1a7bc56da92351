import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the papers need of a running service: MNIST, runs, and what they tell. */
final class Service {
  private static final long POLL_MILLISECONDS = 1000;
  private static final String BOUNDARY = "layerscope-papers";

  private final HttpClient http = HttpClient.newHttpClient();
  private final String api;
  private final Path requests;
  private final String train;
  private final String test;

  Service(String api, Path requests, Path mnist) throws IOException, InterruptedException {
    this.api = api;
    this.requests = requests;
    train = dataset("mnist-train", mnist, "train");
    test = dataset("mnist-test", mnist, "t10k");
  }

  /** The data set of that name that is there already, or the one that the files make. */
  private String dataset(String name, Path folder, String files)
      throws IOException, InterruptedException {
    for (Json dataset : get("/datasets?limit=200").at("items").list()) {
      if (dataset.text("name").equals(name) && dataset.number("features") == 784) {
        return dataset.text("id");
      }
    }
    BodyPublisher form =
        BodyPublishers.concat(
            part("file\"; filename=\"images", folder.resolve(files + "-images-idx3-ubyte.gz")),
            part("labels\"; filename=\"labels", folder.resolve(files + "-labels-idx1-ubyte.gz")),
            BodyPublishers.ofString(
                head("options") + "{\"name\": \"" + name + "\"}\r\n--" + BOUNDARY + "--\r\n"));
    String type = "multipart/form-data; boundary=" + BOUNDARY;
    return send(request("/datasets").header("Content-Type", type).POST(form)).text("id");
  }

  private static BodyPublisher part(String name, Path file) throws IOException {
    return BodyPublishers.concat(
        BodyPublishers.ofString(head(name)),
        BodyPublishers.ofFile(file),
        BodyPublishers.ofString("\r\n"));
  }

  private static String head(String name) {
    return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
  }

  /**
   * Submits requests of this folder, waits until all have ended, and gives the runs' identifiers.
   */
  List<String> runs(String... names) throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    for (String name : names) {
      ids.add(submit(Files.readString(requests.resolve(name + ".json"))));
    }
    for (String id : ids) {
      if (!succeeds(id)) {
        throw new IllegalStateException("run " + id + " failed: " + get("/runs/" + id).at("error"));
      }
    }
    return ids;
  }

  /** Of one request at several learning rates, the run that ends with the lowest training loss. */
  String best(String name, List<Double> rates) throws IOException, InterruptedException {
    String body = Files.readString(requests.resolve(name + ".json"));
    String best = "";
    double least = Double.POSITIVE_INFINITY;
    for (double rate : rates) {
      String id = submit(body.replaceAll("\"learningRate\": [0-9.]+", "\"learningRate\": " + rate));
      if (succeeds(id)) {
        double[] losses = curve(id, "trainLoss");
        if (losses[losses.length - 1] < least) {
          least = losses[losses.length - 1];
          best = id;
        }
      }
    }
    return best;
  }

  private String submit(String body) throws IOException, InterruptedException {
    String filled = body.replace("{train}", train).replace("{test}", test);
    return send(request("/runs")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(filled)))
        .text("id");
  }

  /** Whether a run that has been waited for made a model; a rate that is too high makes none. */
  private boolean succeeds(String id) throws IOException, InterruptedException {
    while (true) {
      Json run = get("/runs/" + id);
      String state = run.text("state");
      if (!List.of("queued", "running", "paused").contains(state)) {
        System.err.print("\r                                        \r");
        return state.equals("succeeded");
      }
      System.err.printf("\r  %3.0f %% of %s", 100 * run.at("progress").number("fraction"), id);
      Thread.sleep(POLL_MILLISECONDS);
    }
  }

  /** The learning rate that a run was submitted with. */
  double learningRate(String run) throws IOException, InterruptedException {
    return get("/runs/" + run).number("request", "training", "optimizer", "learningRate");
  }

  /** One of a run's curves: a number for each epoch. */
  double[] curve(String run, String series) throws IOException, InterruptedException {
    return get("/runs/" + run + "/curves?series=" + series).at("series", series).list().stream()
        .mapToDouble(Json::number)
        .toArray();
  }

  /** Every layer's statistics before the first step. */
  List<Json> layersAtStart(String run) throws IOException, InterruptedException {
    return get("/runs/" + run + "/layers?epoch=0").at("layers").list();
  }

  /** One layer's statistics from epoch 0 on. */
  List<Json> layer(String run, int index) throws IOException, InterruptedException {
    return get("/runs/" + run + "/layers/" + index).at("layers").list();
  }

  /** The share of the run's test rows that its model gets wrong, in percent. */
  double testError(String run) throws IOException, InterruptedException {
    Json model = get("/runs/" + run).at("model");
    String version = "/versions/%.0f/evaluation".formatted(model.number("version"));
    return 100 * (1 - get("/models/" + model.text("name") + version).number("accuracy"));
  }

  private Json get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(api + path));
  }

  private Json send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.request().uri() + ": " + answer.body());
    }
    return Json.read(answer.body());
  }
}
