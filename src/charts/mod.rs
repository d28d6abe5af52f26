//! One file a chart, generic over the plotters back end.
