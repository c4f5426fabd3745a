import dev.gatehouse.gateway.Gateway;

void main() {
  Gateway.serve("You are a patient teacher of mathematics.");
}
