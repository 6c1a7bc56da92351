package io.layerscope.dataset;

import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.MediaType;

/** Describes POST /datasets, however the data is sent: one operation for OpenAPI. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    operationId = "createDataset",
    summary = "Make a data set of a file, JSON, a generator or another data set",
    description =
        "Delimiter, header, kinds of columns and missing values are recognized unless they are"
            + " given: in the query, or with a form in the part `options`. Without a header the"
            + " columns are x0, x1, ... A row that cannot be read refuses the whole file, with its"
            + " line and column. Bodies and files may be gzip.",
    requestBody =
        @RequestBody(
            required = true,
            content = {
              @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
              @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
              @Content(
                  mediaType = MediaType.APPLICATION_JSON_VALUE,
                  schema = @Schema(implementation = DatasetRequest.class)),
              @Content(
                  mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                  schema = @Schema(implementation = UploadForm.class))
            }))
@Parameter(name = "name", description = "Any text of up to 200 characters.")
@Parameter(name = "target", description = "A column's name or its index from 0.")
@Parameter(name = "header", description = "true, false or auto.")
@Parameter(name = "delimiter", description = "One character or auto.")
@Parameter(name = "missing", description = "Comma-separated tokens that stand for no value.")
@Parameter(name = "kinds", description = "{\"zip\": \"categorical\"} or zip:categorical,...")
@Parameter(name = "exclude", description = "Comma-separated names of columns to leave out.")
@ApiResponse(
    responseCode = "201",
    description = "The data set; its address is in Location.",
    content =
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = Dataset.class)))
@ApiResponse(
    responseCode = "400",
    description =
        "empty-file, malformed-csv, malformed-json, malformed-idx, malformed-gzip,"
            + " malformed-multipart, ragged-row, missing-part, unknown-part, duplicate-part,"
            + " unexpected-part, unknown-field, unknown-value, unknown-parameter,"
            + " malformed-parameter, wrong-type, malformed-idempotency-key",
    content =
        @Content(
            mediaType = ProblemDocument.MEDIA_TYPE,
            schema = @Schema(implementation = ProblemDocument.class)))
@ApiResponse(
    responseCode = "422",
    description =
        "no-rows, no-features, unknown-target, unusable-target, missing-label, unknown-column,"
            + " duplicate-column, not-a-number, too-many-categories, unknown-dataset,"
            + " ambiguous-source, unexpected-field, missing-field, out-of-bounds,"
            + " idempotency-key-reused",
    content =
        @Content(
            mediaType = ProblemDocument.MEDIA_TYPE,
            schema = @Schema(implementation = ProblemDocument.class)))
@ApiResponse(
    responseCode = "413",
    description =
        "too-large, packed-too-well, too-many-rows, too-many-columns, too-many-cells,"
            + " too-much-memory: see `/api/v1/limits`.",
    content =
        @Content(
            mediaType = ProblemDocument.MEDIA_TYPE,
            schema = @Schema(implementation = ProblemDocument.class)))
@interface CreatesDataset {}
