package io.layerscope.web.limits;

import io.layerscope.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells how much may be asked for. */
@Tag(name = "Service", description = "What the service itself is like.")
@RestController
class LimitController {

  private final List<LimitSource> sources;

  LimitController(List<LimitSource> sources) {
    this.sources = sources;
  }

  @Operation(
      operationId = "listLimits",
      summary = "The service's limits, with the properties that set them and the codes beyond them")
  @ApiResponse(responseCode = "200", description = "All limits, by name.")
  @GetMapping(path = "/api/v1/limits", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<ServiceLimit> list() {
    return new Page<>(
        sources.stream()
            .flatMap(source -> source.limits().stream())
            .sorted(Comparator.comparing(ServiceLimit::name))
            .toList(),
        null);
  }
}
