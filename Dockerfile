# Builds the jar with the JDK, and leaves the libraries, the application and the unpacked natives.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
RUN ./mvnw -B -ntp -q -DskipTests package \
 && java -Djarmode=tools -jar target/layerscope-*.jar extract --destination /app \
 && mv /app/layerscope-*.jar /app/layerscope.jar \
 && java -Dorg.bytedeco.javacpp.cachedir=/app/natives --enable-native-access=ALL-UNNAMED \
      --sun-misc-unsafe-memory-access=allow --add-modules jdk.incubator.vector \
      -cp "/app/layerscope.jar:/app/lib/*" io.layerscope.nn.array.Natives

FROM eclipse-temurin:25-jdk
RUN groupadd --system layerscope && useradd --system --gid layerscope --no-create-home layerscope \
 && mkdir /data && chown layerscope:layerscope /data
COPY --from=build --chown=layerscope:layerscope /app /app
USER layerscope
WORKDIR /app
VOLUME /data
EXPOSE 8080
ENV LAYERSCOPE_DATA=/data SERVER_ADDRESS=0.0.0.0 MALLOC_ARENA_MAX=2
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q UP <&3"]
ENTRYPOINT ["java", "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Dorg.bytedeco.javacpp.cachedir=/app/natives", "-jar", "/app/layerscope.jar"]
