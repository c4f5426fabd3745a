package dev.gatehouse.protocols.api;

import dev.gatehouse.protocols.http.HttpSettings;
import dev.gatehouse.protocols.http.OnDisconnect;
import dev.gatehouse.protocols.http.UserCheck;
import java.time.Duration;

/// How the native face is set up.
///
/// @param http where it listens
/// @param prefix the path all routes lie under, such as `/api`; nothing or `/` for the root
/// @param onDisconnect what becomes of a chat run whose client leaves, unless key or request say
///   otherwise
/// @param users whether requests must name their user, as they must with a resolver of credentials
/// @param heartbeat after how much silence a stream gives a sign of life
/// @param maxUpload the most bytes of a file
/// @param version what `/health` and the OpenAPI document call this release
public record ApiSettings(
    HttpSettings http,
    String prefix,
    OnDisconnect onDisconnect,
    UserCheck users,
    Duration heartbeat,
    int maxUpload,
    String version) {

  /// Normalises the prefix to a leading slash and none at the end.
  public ApiSettings {
    String bare = prefix.replaceAll("^/+|/+$", "");
    prefix = bare.isEmpty() ? "" : "/" + bare;
  }

  /// Under `/api`, with everything as it comes.
  public static ApiSettings of(HttpSettings http) {
    return new ApiSettings(
        http,
        "/api",
        OnDisconnect.CONTINUE,
        UserCheck.BY_TOKEN,
        Duration.ofSeconds(15),
        32 << 20,
        "0.1.0-SNAPSHOT");
  }

  /// {@return these settings under another prefix}
  public ApiSettings withPrefix(String other) {
    return new ApiSettings(http, other, onDisconnect, users, heartbeat, maxUpload, version);
  }

  /// {@return these settings with another rule for clients that leave}
  public ApiSettings withOnDisconnect(OnDisconnect rule) {
    return new ApiSettings(http, prefix, rule, users, heartbeat, maxUpload, version);
  }

  /// {@return these settings with another rule for users}
  public ApiSettings withUsers(UserCheck rule) {
    return new ApiSettings(http, prefix, onDisconnect, rule, heartbeat, maxUpload, version);
  }

  /// {@return these settings with another rhythm of signs of life}
  public ApiSettings withHeartbeat(Duration rhythm) {
    return new ApiSettings(http, prefix, onDisconnect, users, rhythm, maxUpload, version);
  }

  /// {@return these settings for files of another size}
  public ApiSettings withMaxUpload(int bytes) {
    return new ApiSettings(http, prefix, onDisconnect, users, heartbeat, bytes, version);
  }

  /// {@return these settings for another release}
  public ApiSettings withVersion(String release) {
    return new ApiSettings(http, prefix, onDisconnect, users, heartbeat, maxUpload, release);
  }
}
