import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** The experiments: each prints a table, and whether it came out as published. See {@code run}. */
final class Papers {

  /** Of which the paper's code takes each method's best. */
  private static final List<Double> HUANG_RATES = List.of(0.1, 0.5, 1.0, 5.0);

  private final Service service;
  private boolean asPublished = true;

  private Papers(Service service) {
    this.service = service;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String api = "http://127.0.0.1:8080/api/v1";
    Path mnist = Path.of("mnist");
    Path requests = Path.of("examples/papers");
    List<String> papers = new ArrayList<>();
    boolean longToo = false;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--api" -> api = arguments[++i];
        case "--mnist" -> mnist = Path.of(arguments[++i]);
        case "--requests" -> requests = Path.of(arguments[++i]);
        case "--long" -> longToo = true;
        default -> papers.add(arguments[i]);
      }
    }
    if (papers.isEmpty()) {
      papers.addAll(List.of("ioffe", "he", "glorot", "huang", "srivastava"));
    }
    if (longToo) {
      papers.add("long");
    }
    try {
      Papers all = new Papers(new Service(api, requests, mnist));
      for (String paper : papers) {
        long start = System.nanoTime();
        all.repeat(paper);
        System.out.printf(Locale.ROOT, "  %.0f s%n%n", (System.nanoTime() - start) / 1e9);
      }
      System.exit(all.asPublished ? 0 : 1);
    } catch (ConnectException _) {
      System.err.println("No service answers at " + api + ".");
      System.exit(2);
    }
  }

  private void repeat(String paper) throws IOException, InterruptedException {
    switch (paper) {
      case "ioffe" -> ioffe();
      case "he" -> he();
      case "glorot" -> glorot();
      case "huang" -> huang();
      case "srivastava" -> srivastava();
      case "long" -> longRun();
      default -> throw new IllegalArgumentException("There is no paper " + paper + ".");
    }
  }

  /** Figure 1: accuracy on the test set, and what the last hidden layer's sigmoids get. */
  private void ioffe() throws IOException, InterruptedException {
    title(
        "Ioffe & Szegedy 2015, 4.1: 3 x 100 sigmoid, batch 60, 50,000 steps, with and without BN");
    List<String> runs = service.runs("ioffe-plain", "ioffe-batch");
    double[] plain = service.curve(runs.get(0), "validationAccuracy");
    double[] batch = service.curve(runs.get(1), "validationAccuracy");
    List<Json> plainLayer = service.layer(runs.get(0), 3);
    List<Json> batchLayer = service.layer(runs.get(1), 3);
    row("", "accuracy", "", "inputs, percentiles", "", "", "", "", "");
    row("steps", "plain", "BN", "plain 15", "50", "85", "BN 15", "50", "85");
    for (int epoch : new int[] {1, 2, 5, 10, 20, 30, 40, 50}) {
      Json p = plainLayer.get(epoch).at("preActivation", "percentiles");
      Json b = batchLayer.get(epoch).at("normalized", "percentiles");
      row(
          epoch * 1000,
          plain[epoch - 1],
          batch[epoch - 1],
          p.number("15"),
          p.number("50"),
          p.number("85"),
          b.number("15"),
          b.number("50"),
          b.number("85"));
    }
    int better = better(plain, batch);
    check(
        "the test accuracy is higher with BN",
        "throughout figure 1a",
        better >= 45 && batch[49] > plain[49],
        "after " + better + " of 50 times 1,000 steps, and at the end");
    double drift = drift(plainLayer, "preActivation");
    double less = drift(batchLayer, "normalized");
    check(
        "the inputs' spread (85 % - 15 %) is more stable with BN",
        "yes",
        less < drift,
        number(less) + " times from least to greatest, " + number(drift) + " without");
  }

  private static int better(double[] lower, double[] higher) {
    int count = 0;
    for (int i = 0; i < lower.length; i++) {
      count += higher[i] > lower[i] ? 1 : 0;
    }
    return count;
  }

  /** The greatest spread of a layer's inputs over the least, after the first 1,000 steps. */
  private static double drift(List<Json> layer, String what) {
    double[] spreads =
        layer.stream()
            .skip(1)
            .map(at -> at.at(what, "percentiles"))
            .mapToDouble(at -> at.number("85") - at.number("15"))
            .toArray();
    return max(spreads) / Arrays.stream(spreads).min().orElseThrow();
  }

  /** Figure 3: a deep network learns from Kaiming's initialization and not from Xavier's. */
  private void he() throws IOException, InterruptedException {
    title("He et al. 2015: 30 ReLU layers, MLP of 256 units in place of the convolutions");
    List<String> runs = service.runs("he-kaiming", "he-xavier");
    row("", "rms z30 / z1", "rms dz1 / dz30", "loss 1", "loss 2", "loss 3", "loss 4", "accuracy");
    double[] loss = new double[2];
    double[] ratio = new double[2];
    for (int i = 0; i < 2; i++) {
      List<Json> layers = service.layersAtStart(runs.get(i));
      double[] losses = service.curve(runs.get(i), "trainLoss");
      ratio[i] =
          layers.get(29).number("preActivation", "rms")
              / layers.get(0).number("preActivation", "rms");
      double gradient =
          layers.get(0).number("gradient", "preActivation", "rms")
              / layers.get(29).number("gradient", "preActivation", "rms");
      loss[i] = losses[1];
      row(
          i == 0 ? "Kaiming" : "Xavier",
          ratio[i],
          gradient,
          losses[0],
          losses[1],
          losses[2],
          losses[3],
          last(service.curve(runs.get(i), "validationAccuracy")));
    }
    double theory = Math.pow(2, -14.5);
    check("Kaiming keeps the signal", "ratio 1", ratio[0] > 0.3 && ratio[0] < 3, number(ratio[0]));
    check(
        "Xavier loses it",
        "ratio 2^-14.5 = " + number(theory),
        ratio[1] > theory / 3 && ratio[1] < theory * 3,
        number(ratio[1]));
    check("Kaiming learns", "yes", loss[0] < 0.5, "loss " + number(loss[0]) + " after 2 epochs");
    check(
        "Xavier stalls meanwhile",
        "at ln 10 = 2.303",
        loss[1] > 2.29,
        "loss " + number(loss[1]) + " after 2 epochs");
  }

  /** Figures 6 to 8, and the ratio that the text gives from equation 17. */
  private void glorot() throws IOException, InterruptedException {
    title("Glorot & Bengio 2010: tanh 5 x 1000 before the first step, standard against normalized");
    List<String> runs = service.runs("glorot-standard", "glorot-normalized");
    double[][] ratios = new double[2][4];
    for (int i = 0; i < 2; i++) {
      row(i == 0 ? "standard" : "normalized", "activation", "ratio", "back-prop.", "weight grad.");
      double before = 0;
      for (Json layer : service.layersAtStart(runs.get(i)).subList(0, 5)) {
        int index = (int) layer.number("index");
        double deviation = Math.sqrt(layer.number("activation", "variance"));
        if (index > 1) {
          ratios[i][index - 2] = deviation / before;
        }
        row(
            "layer " + index,
            deviation,
            index > 1 ? number(deviation / before) : "",
            layer.number("gradient", "preActivation", "rms"),
            layer.number("gradient", "weights", "rms"));
        before = deviation;
      }
    }
    check(
        "standard: ratio of layers 2 to 5",
        "about 0.5 (0.50 to 0.60)",
        within(ratios[0], 0.5, 0.6),
        range(ratios[0]));
    check(
        "normalized: ratio of layers 2 to 5",
        "about 0.8 (0.75 to 0.92)",
        within(ratios[1], 0.75, 0.92),
        range(ratios[1]));
  }

  /** The paper has curves only: whitening before batch normalization before none. */
  private void huang() throws IOException, InterruptedException {
    title(
        "Huang et al. 2018: 3 x 100 ReLU, full batch: plain, BN, whitening (ZCA), each at its best"
            + " rate");
    List<String> runs = new ArrayList<>();
    List<double[]> losses = new ArrayList<>();
    for (String method : List.of("huang-plain", "huang-batch", "huang-whitening")) {
      String run = service.best(method, HUANG_RATES);
      runs.add(run);
      losses.add(service.curve(run, "trainLoss"));
    }
    row("loss after", "plain", "BN", "whitening");
    row(
        "at the rate",
        service.learningRate(runs.get(0)),
        service.learningRate(runs.get(1)),
        service.learningRate(runs.get(2)));
    int epochs = losses.get(0).length;
    for (int epoch = 10; epoch <= epochs; epoch += 10) {
      row(epoch, losses.get(0)[epoch - 1], losses.get(1)[epoch - 1], losses.get(2)[epoch - 1]);
    }
    Object[] accuracies = new Object[4];
    accuracies[0] = "accuracy";
    for (int i = 0; i < 3; i++) {
      accuracies[i + 1] = last(service.curve(runs.get(i), "validationAccuracy"));
    }
    row(accuracies);
    check(
        "whitening trains faster than BN, and BN than plain",
        "yes",
        last(losses.get(2)) < last(losses.get(1)) && last(losses.get(1)) < last(losses.get(0)),
        "");
  }

  /** Figure 4 and table 9: the order of the three. */
  private void srivastava() throws IOException, InterruptedException {
    title("Srivastava et al. 2014: 2 x 1024 ReLU on 10,000 images; error, %");
    List<String> runs = service.runs("srivastava-none", "srivastava-dropout", "srivastava-maxnorm");
    double[] errors = new double[3];
    row("", "50,000 held out", "official test");
    for (int i = 0; i < 3; i++) {
      errors[i] = service.testError(runs.get(i));
      row(
          List.of("none", "dropout", "+ max-norm").get(i),
          errors[i],
          100 * (1 - last(service.curve(runs.get(i), "validationAccuracy"))));
    }
    check(
        "none > dropout > dropout and max-norm",
        "1.6, 1.25, 1.06 % (60,000 images, 3 x 1024)",
        errors[0] > errors[1] && errors[1] > errors[2],
        "");
  }

  /** Table 2. */
  private void longRun() throws IOException, InterruptedException {
    title("Srivastava et al. 2014: 3 x 1024 ReLU, dropout, max-norm 2, all 60,000 images");
    String run = service.runs("srivastava-long").getFirst();
    double error = service.testError(run);
    double seconds = DoubleStream.of(service.curve(run, "seconds")).sum();
    check(
        "error on the official 10,000",
        "1.06 % (here at most 1.20)",
        error <= 1.20,
        number(error) + " % after " + Math.round(seconds) + " s of training");
  }

  private static void title(String text) {
    System.out.println(text);
  }

  private static void row(Object... cells) {
    StringBuilder line = new StringBuilder("  ");
    for (Object cell : cells) {
      line.append(String.format("%-15s", cell instanceof Double d ? number(d) : cell));
    }
    System.out.println(line.toString().stripTrailing());
  }

  private void check(String claim, String published, boolean holds, String measured) {
    asPublished &= holds;
    System.out.println(
        "  "
            + (holds ? "yes " : "NO  ")
            + claim
            + "; published: "
            + published
            + (measured.isEmpty() ? "" : "; here: " + measured));
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, Math.abs(x) < 0.001 && x != 0 ? "%.2e" : "%.4f", x);
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static boolean within(double[] values, double low, double high) {
    return Arrays.stream(values).allMatch(x -> x >= low && x <= high);
  }

  private static String range(double[] values) {
    return number(Arrays.stream(values).min().orElseThrow()) + " to " + number(max(values));
  }
}
