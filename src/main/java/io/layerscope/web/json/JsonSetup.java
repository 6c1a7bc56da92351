package io.layerscope.web.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.layerscope.nn.PerLayer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.ext.jdk8.Jdk8OptionalDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.module.SimpleDeserializers;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.databind.type.ReferenceType;

/** One strict mapper for bodies and for what is stored: nothing unknown, nothing converted. */
@Configuration
public class JsonSetup {

  @Bean
  JsonMapperBuilderCustomizer strictJson() {
    return JsonSetup::configure;
  }

  /** The same mapper without Spring. */
  public static JsonMapper mapper() {
    JsonMapper.Builder builder = JsonMapper.builder();
    configure(builder);
    return builder.build();
  }

  private static void configure(JsonMapper.Builder builder) {
    builder
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(LogicalType.Textual, JsonSetup::onlyStrings)
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .addModule(module());
  }

  /** The feature above leaves out that a number or a truth value would become its text. */
  private static void onlyStrings(MutableCoercionConfig text) {
    for (CoercionInputShape shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      text.setCoercion(shape, CoercionAction.Fail);
    }
  }

  private static JacksonModule module() {
    SimpleModule module = new SimpleModule("layerscope");
    module.setDeserializers(new OptionalSettings());
    module.addSerializer(Double.class, new FiniteOrNull());
    module.addSerializer(Double.TYPE, new FiniteOrNull());
    module.addSerializer(double[].class, new FiniteOrNulls());
    module.addSerializer(new PerLayerSerializer());
    module.addDeserializer(PerLayer.class, new PerLayerDeserializer());
    module.setDeserializerModifier(new Modifier());
    return module;
  }

  /** JSON has no number for what is not finite. */
  private static final class FiniteOrNull extends StdSerializer<Double> {

    FiniteOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializationContext context) {
      write(value, out);
    }

    static void write(double value, JsonGenerator out) {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }

  private static final class FiniteOrNulls extends StdSerializer<double[]> {

    FiniteOrNulls() {
      super(double[].class);
    }

    @Override
    public void serialize(double[] values, JsonGenerator out, SerializationContext context) {
      out.writeStartArray();
      for (double value : values) {
        FiniteOrNull.write(value, out);
      }
      out.writeEndArray();
    }
  }

  /** Even a strict mapper takes the texts "NaN" and "Infinity" for numbers. */
  private static final class OnlyNumbers extends DelegatingDeserializer {

    OnlyNumbers(ValueDeserializer<?> numbers) {
      super(numbers);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> numbers) {
      return new OnlyNumbers(numbers);
    }

    @Override
    public @Nullable Object deserialize(JsonParser in, DeserializationContext context) {
      if (in.hasToken(JsonToken.VALUE_STRING)) {
        throw MismatchedInputException.from(in, Double.class, "a text");
      }
      return super.deserialize(in, context);
    }
  }

  /** Kinds may be named instead of written as objects, and numbers are no texts. */
  private static final class Modifier extends ValueDeserializerModifier {

    private static final long serialVersionUID = 1;

    @Override
    public ValueDeserializer<?> modifyDeserializer(
        DeserializationConfig config,
        BeanDescription.Supplier description,
        ValueDeserializer<?> deserializer) {
      Class<?> type = description.getBeanClass();
      if (type == Double.class || type == double.class) {
        return new OnlyNumbers(deserializer);
      }
      JsonTypeInfo kinds = type.getAnnotation(JsonTypeInfo.class);
      return kinds != null && type.isInterface() ? new KindDeserializer(type) : deserializer;
    }
  }

  /** Of optional settings, null is a choice, and absence asks for the default. */
  private static final class OptionalSettings extends SimpleDeserializers {

    private static final long serialVersionUID = 1;

    @Override
    public @Nullable ValueDeserializer<?> findReferenceDeserializer(
        ReferenceType type,
        DeserializationConfig config,
        BeanDescription.Supplier description,
        @Nullable TypeDeserializer types,
        @Nullable ValueDeserializer<?> content) {
      return type.isTypeOrSubTypeOf(Optional.class) ? new AbsentIsNull(type, types, content) : null;
    }
  }

  private static final class AbsentIsNull extends Jdk8OptionalDeserializer {

    @SuppressWarnings("NullAway") // Jackson finds later what is null here
    AbsentIsNull(
        JavaType type, @Nullable TypeDeserializer types, @Nullable ValueDeserializer<?> content) {
      super(type, null, types, content);
    }

    @Override
    public AbsentIsNull withResolved(
        @Nullable TypeDeserializer types, @Nullable ValueDeserializer<?> content) {
      return new AbsentIsNull(_fullType, types, content);
    }

    @Override
    @SuppressWarnings("NullAway") // null is how Jackson says absent
    public Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }
}
