# Builds the jar, and takes it apart: libraries, the application, and the natives of this platform alone.
FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -q -DskipTests -P '!loaded-classes' package \
 && java -Djarmode=tools -jar target/layerscope-*.jar extract --destination /app \
 && mv /app/layerscope-*.jar /app/layerscope.jar
# No jar keeps a native file: all are in one folder, and none is unpacked when the service runs, which may not write
# there. JavaCPP knows OpenBLAS by two names. The last line loads everything as the service does.
WORKDIR /natives
RUN mkdir sqlite && cd sqlite && jar -xf /app/lib/sqlite-jdbc-*.jar \
 && mv "org/sqlite/native/Linux/$(uname -m)" .. && rm -r org/sqlite/native && jar -cfM /app/lib/sqlite-jdbc-*.jar . \
 && cd .. && for jar in /app/lib/*-linux-*.jar; do jar -xf "$jar" && rm "$jar"; done \
 && mkdir /app/natives && find . -name 'lib*.so*' ! -name '*_full.so' -type f -exec mv -t /app/natives {} + \
 && ln -s libopenblas.so.0 /app/natives/libopenblas_nolapack.so.0
RUN cp /build/src/main/jvm/options /app/java.options \
 && printf '%s\n' -Djava.library.path=/app/natives -Dorg.bytedeco.javacpp.pathsFirst=true \
      -Dorg.bytedeco.javacpp.cacheLibraries=false -Dorg.sqlite.lib.path=/app/natives >> /app/java.options \
 && java @/app/java.options -cp "/app/layerscope.jar:/app/lib/*" io.layerscope.nn.array.Natives
# Starts once as far as its beans: the classes that this loads are kept as the JVM has them, and each start is shorter.
RUN LAYERSCOPE_DATA=/tmp/start java @/app/java.options -XX:AOTCacheOutput=/app/layerscope.aot \
      -Dspring.context.exit=onRefresh -jar /app/layerscope.jar && echo -XX:AOTCache=/app/layerscope.aot >> /app/java.options

FROM eclipse-temurin:25-jdk
RUN groupadd --system layerscope && useradd --system --gid layerscope --no-create-home layerscope \
 && mkdir /data && chown layerscope:layerscope /data
COPY --from=build /app /app
USER layerscope
WORKDIR /data
VOLUME /data
EXPOSE 8080
# Others reach it, so they have to show a key. Nothing is written but below /data, and no shell is needed.
ENV LAYERSCOPE_DATA=/data SERVER_ADDRESS=0.0.0.0 LAYERSCOPE_ACCESS_REQUIRED=true \
    SERVER_TOMCAT_BASEDIR=/data/tomcat MALLOC_ARENA_MAX=2
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-XX:-UsePerfData", "-cp", "/app/layerscope.jar", "io.layerscope.HealthCheck"]
# Half of the container's memory is for the Java heap: networks, activations and gradients live beside it.
ENTRYPOINT ["java", "@/app/java.options", "-XX:MaxRAMPercentage=50", "-XX:-UsePerfData", "-Djava.io.tmpdir=/data", "-jar", "/app/layerscope.jar"]
