"""Operations: releases, rollbacks, the prediction store and batch scoring, beside the loop that retrains."""
