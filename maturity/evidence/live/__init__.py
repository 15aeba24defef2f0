"""What live sources showed - tracking servers, remotes - turned into located facts; pure, like its neighbours."""
