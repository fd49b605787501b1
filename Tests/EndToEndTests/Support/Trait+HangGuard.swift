import Testing

extension Trait where Self == TimeLimitTrait {
    /// Fails a test that hangs. An hour: beside 12 busy processes a test of seconds took 16 minutes.
    static var hangGuard: Self { .timeLimit(.minutes(60)) }
}
