package io.layerscope.dataset;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The parts of an upload, for OpenAPI. */
record UploadForm(
    @Schema(
            type = "string",
            format = "binary",
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "CSV, JSON, NDJSON, or IDX images; each also gzip.")
        String file,
    @Schema(type = "string", format = "binary", description = "IDX labels; also gzip.")
        @Nullable String labels,
    @Schema(description = "How the file is to be understood; the same fields may be in the query.")
        @Nullable UploadOptions options) {}
